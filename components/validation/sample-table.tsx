'use client';

import { ButtonLink } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount } from '@/components/ui/format-number';
import type { ValidationQuery } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<ValidationQuery['project']>;
type Sample = Project['samples']['nodes'][number];

export function SampleTable({ project }: Readonly<{ project: Project }>) {
  const base = `/projects/${project.id}`;
  const mayRate = project.viewerPermissions.includes('sample:rate');
  const columns: readonly Column<Sample>[] = [
    {
      key: 'drawn',
      header: 'Drawn',
      isRowHeader: true,
      cell: ({ createdAt, createdBy }) => (
        <>
          {createdAt.slice(0, 10)} <span className="font-normal text-ink-muted">by </span>
          <bdi className="font-normal text-ink-muted">{createdBy.name}</bdi>
        </>
      ),
    },
    {
      key: 'size',
      header: 'Size',
      align: 'end',
      cell: ({ size, populationSize }) => `${formatCount(size)} of ${formatCount(populationSize)}`,
    },
    { key: 'answered', header: 'Answered', align: 'end', cell: ({ answeredCount }) => formatCount(answeredCount) },
    {
      key: 'relevant',
      header: 'Relevant',
      align: 'end',
      wideOnly: true,
      cell: ({ relevantCount }) => formatCount(relevantCount),
    },
    {
      key: 'seed',
      header: 'Seed',
      wideOnly: true,
      cell: ({ seed }) => <code className="break-all font-mono text-xs">{seed}</code>,
    },
    {
      key: 'open',
      header: 'Open',
      hideHeader: true,
      align: 'end',
      cell: (sample) => (
        <span className="inline-flex flex-wrap justify-end gap-1">
          {mayRate ? (
            <ButtonLink size="small" variant="quiet" href={`${base}/validation/${sample.id}`}>
              Rate
            </ButtonLink>
          ) : null}
          {sample.ratedCount > 0 ? (
            <ButtonLink size="small" variant="quiet" href={`${base}/threshold?sample=${sample.id}`}>
              Threshold
            </ButtonLink>
          ) : null}
        </span>
      ),
    },
  ];
  return <DataTable caption="Samples" columns={columns} rows={project.samples.nodes} rowKey={({ id }) => id} />;
}
