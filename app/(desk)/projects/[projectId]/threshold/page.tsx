import { SlidersVertical } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { Page, Section } from '@/components/shell/page';
import { CalibrationTable } from '@/components/threshold/calibration-table';
import { readCosts } from '@/components/threshold/error-costs';
import { ThresholdDesk } from '@/components/threshold/threshold-desk';
import { ThresholdQuery } from '@/components/threshold/threshold-query';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/page-states';

export const metadata: Metadata = { title: 'Threshold' };

type ThresholdPageProps = Readonly<{
  params: Promise<{ projectId: string }>;
  searchParams: Promise<Readonly<Record<'sample' | 'fp' | 'fn', string | string[] | undefined>>>;
}>;

export default async function ThresholdPage({ params, searchParams }: ThresholdPageProps) {
  const [{ projectId }, { sample, fp, fn }] = await Promise.all([params, searchParams]);
  const { project } = await read(ThresholdQuery, { id: projectId });
  if (!project) notFound();
  // A sample of the excluded alone cannot tell what a threshold finds.
  const samples = project.samples.nodes.filter(({ scope }) => scope === 'SCORED');
  const chosen =
    samples.find(({ id }) => id === sample) ?? samples.find(({ ratedCount }) => ratedCount > 0) ?? samples[0];
  return (
    <Page title="Threshold" summary="What each threshold finds, what it misses, and how much there is to read.">
      {chosen ? (
        <ThresholdDesk
          key={chosen.id}
          project={{ ...project, samples: { nodes: samples } }}
          sampleId={chosen.id}
          costs={readCosts(String(fp ?? ''), String(fn ?? ''))}
        />
      ) : (
        <EmptyState
          icon={<SlidersVertical aria-hidden />}
          title="A threshold you can defend"
          className="mx-0 px-0 py-6"
          action={
            <ButtonLink variant="primary" href={`/projects/${project.id}/validation`}>
              Draw a sample
            </ButtonLink>
          }
        >
          It is read off a random sample that experts have rated without seeing the scores. Draw one first.
        </EmptyState>
      )}
      {project.calibrations.nodes.length > 0 ? (
        <Section title="Saved thresholds">
          <CalibrationTable
            projectId={project.id}
            calibrations={project.calibrations.nodes}
            mayActivate={project.viewerPermissions.includes('calibration:activate')}
          />
        </Section>
      ) : null}
    </Page>
  );
}
