import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { AgreementSection } from '@/components/reliability/agreement-section';
import { LabelErrorSection } from '@/components/reliability/label-error-section';
import { QuerySelects } from '@/components/reliability/query-selects';
import { ReliabilityQuery, SampleReliabilityQuery } from '@/components/reliability/reliability-query';
import { readMeasure, readSubgroupBy, SUBGROUPS } from '@/components/reliability/subgroup-choices';
import { MEASURES, SubgroupSection } from '@/components/reliability/subgroup-section';
import { Page, Section } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState } from '@/components/ui/page-states';
import { designWords } from '@/components/validation/sample-words';

export const metadata: Metadata = { title: 'Reliability' };

type Asked = Readonly<Record<'sample' | 'by' | 'measure' | 'threshold', string | string[] | undefined>>;
type ReliabilityPageProps = Readonly<{ params: Promise<{ projectId: string }>; searchParams: Promise<Asked> }>;

const SUMMARY = 'Whether the scores hold for every part of the literature, and the labels for every rater.';

export default async function ReliabilityPage({ params, searchParams }: ReliabilityPageProps) {
  const [{ projectId }, asked] = await Promise.all([params, searchParams]);
  const { project } = await read(ReliabilityQuery, { id: projectId });
  if (!project) notFound();
  const samples = project.samples.nodes.filter(({ ratedCount }) => ratedCount > 0);
  const chosen =
    samples.find(({ id }) => id === asked.sample) ?? samples.find(({ scope }) => scope === 'SCORED') ?? samples[0];
  if (!chosen) return <NothingRated projectId={project.id} />;
  const [by, measure] = [readSubgroupBy(asked.by), readMeasure(asked.measure)];
  const { node: sample } = await read(SampleReliabilityQuery, { sampleId: chosen.id, by, threshold: null });
  if (sample?.__typename !== 'Sample' || !sample.subgroups) return <NothingRated projectId={project.id} />;
  const sampleOptions = samples.map((each) => ({
    value: each.id,
    label: `${each.createdAt.slice(0, 10)}, ${designWords(each)}, ${formatCount(each.ratedCount)} rated`,
  }));
  return (
    <Page title="Reliability" summary={SUMMARY}>
      <QuerySelects
        choices={[
          { name: 'sample', label: 'Sample', value: chosen.id, options: sampleOptions },
          { name: 'by', label: 'Groups', value: by, options: optionsOf(SUBGROUPS) },
          { name: 'measure', label: 'Shown', value: measure, options: optionsOf(MEASURES) },
        ]}
      />
      <Section title="Is it as good everywhere?">
        <SubgroupSection report={sample.subgroups} measure={measure} />
      </Section>
      <Section title="Labels that may be wrong">
        <LabelErrorSection
          sample={sample}
          href={`/projects/${project.id}/validation/${chosen.id}/second-look`}
          mayRate={project.viewerPermissions.includes('sample:rate')}
        />
      </Section>
      <Section title="Do the raters agree?">
        <AgreementSection agreement={sample.agreement} />
      </Section>
    </Page>
  );
}

function optionsOf(names: Readonly<Record<string, string>>) {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}

function NothingRated({ projectId }: Readonly<{ projectId: string }>) {
  return (
    <Page title="Reliability" summary={SUMMARY}>
      <EmptyState
        title="Nothing is rated yet"
        className="mx-0 px-0 py-6"
        action={
          <ButtonLink variant="primary" href={`/projects/${projectId}/validation`}>
            Draw a sample
          </ButtonLink>
        }
      >
        Figures by group, suspected labels and agreement come from a random sample that experts have rated.
      </EmptyState>
    </Page>
  );
}
