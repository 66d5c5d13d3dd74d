import { GitCompareArrows } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { Page, Section } from '@/components/shell/page';
import { type SideChange, VersionComparison } from '@/components/threshold/version-comparison';
import { SideChangeQuery, VersionsQuery } from '@/components/threshold/versions-query';
import { VersionsTable } from '@/components/threshold/versions-table';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/page-states';

export const metadata: Metadata = { title: 'Versions of the threshold' };

type VersionsPageProps = Readonly<{
  params: Promise<{ projectId: string }>;
  searchParams: Promise<Readonly<Record<'from' | 'to', string | string[] | undefined>>>;
}>;

export default async function VersionsPage({ params, searchParams }: VersionsPageProps) {
  const [{ projectId }, asked] = await Promise.all([params, searchParams]);
  const { project } = await read(VersionsQuery, { id: projectId });
  if (!project) notFound();
  const { nodes: versions, totalCount } = project.calibrations;
  const [newest] = versions;
  const find = (version: string | string[] | undefined) => versions.find((one) => String(one.version) === version);
  const left = find(asked.from) ?? versions.find(({ isActive }) => isActive) ?? newest;
  const right = find(asked.to) ?? versions.find(({ id }) => id !== left?.id);
  return (
    <Page
      title="Versions"
      summary="Every threshold that was saved, with what it was computed from. None is ever changed."
    >
      {left ? null : <NoVersions projectId={projectId} />}
      {left && right ? (
        <Section title="Two versions side by side">
          <VersionComparison
            projectId={projectId}
            versions={versions}
            left={left}
            right={right}
            change={await readSideChange(right.id, left.id)}
          />
        </Section>
      ) : null}
      {left ? (
        <Section
          title="All versions"
          hint={
            totalCount > versions.length ? `The newest ${versions.length} of ${totalCount}; the API lists all.` : null
          }
        >
          <VersionsTable versions={versions} />
        </Section>
      ) : null}
    </Page>
  );
}

async function readSideChange(id: string, against: string): Promise<SideChange> {
  const { node } = await read(SideChangeQuery, { id, against });
  return node?.__typename === 'Calibration' ? node.changesSides : null;
}

function NoVersions({ projectId }: Readonly<{ projectId: string }>) {
  return (
    <EmptyState
      icon={<GitCompareArrows aria-hidden />}
      title="No version yet"
      className="mx-0 px-0 py-6"
      action={
        <ButtonLink variant="primary" href={`/projects/${projectId}/threshold`}>
          Choose a threshold
        </ButtonLink>
      }
    >
      Whenever a threshold is saved, a version is kept here with its figures, its labels and its methods text.
    </EmptyState>
  );
}
