'use client';

import { useRouter } from 'next/navigation';
import { useProjectChanges } from '@/components/data/use-project-changes';
import { ButtonLink } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { SampleDetails } from '@/components/validation/sample-details';
import { designWords, isManySkipped } from '@/components/validation/sample-words';
import type { SampleLineFragment, ValidationQuery } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<ValidationQuery['project']>;

/** Live: other raters' answers count up while the page is looked at. */
export function SampleTable({ project }: Readonly<{ project: Project }>) {
  const router = useRouter();
  useProjectChanges(project.id, (change) => {
    if (!change || change.topics.includes('RATING')) router.refresh();
  });
  const base = `/projects/${project.id}`;
  const mayRate = project.viewerPermissions.includes('sample:rate');
  const mayArchive = project.viewerPermissions.includes('sample:archive');
  const mayDraw = project.viewerPermissions.includes('sample:draw');
  const columns: readonly Column<SampleLineFragment>[] = [
    {
      key: 'drawn',
      header: 'Sample',
      isRowHeader: true,
      cell: (sample) => (
        <>
          <span className="font-semibold">{designWords(sample)}</span>
          <span className="line-clamp-2 max-w-96 text-ink-muted text-sm">
            {`${sample.createdAt.slice(0, 10)} by `}
            <bdi className="[overflow-wrap:anywhere]">{sample.createdBy.name}</bdi>
          </span>
        </>
      ),
    },
    {
      key: 'size',
      header: 'Size',
      align: 'end',
      wideOnly: true,
      cell: ({ size, populationSize }) => (
        <span className="whitespace-nowrap">{`${formatCount(size)} of ${formatCount(populationSize)}`}</span>
      ),
    },
    { key: 'answered', header: 'Answered', cell: (sample) => <SampleProgress sample={sample} /> },
    {
      key: 'relevant',
      header: 'Relevant',
      align: 'end',
      wideOnly: true,
      cell: ({ relevantCount }) => formatCount(relevantCount),
    },
    {
      key: 'open',
      header: 'Open',
      hideHeader: true,
      align: 'end',
      cell: (sample) => (
        <span className="inline-flex flex-wrap justify-end gap-1">
          {mayRate && !sample.archivedAt && sample.viewerOpenCount > 0 ? (
            <ButtonLink size="small" href={`${base}/validation/${sample.id}`}>
              {`Rate ${formatCount(sample.viewerOpenCount)}`}
            </ButtonLink>
          ) : null}
          {mayRate && !sample.archivedAt && sample.viewerOpenCount === 0 ? (
            <ButtonLink size="small" variant="quiet" href={`${base}/validation/${sample.id}`}>
              Look back
            </ButtonLink>
          ) : null}
          {!sample.archivedAt && sample.ratedCount > 0 ? (
            <ButtonLink size="small" variant="quiet" href={`${base}/threshold?sample=${sample.id}`}>
              Threshold
            </ButtonLink>
          ) : null}
          <SampleDetails sample={sample} mayDraw={mayDraw} mayArchive={mayArchive} />
        </span>
      ),
    },
  ];
  return <DataTable caption="Samples" columns={columns} rows={project.samples.nodes} rowKey={({ id }) => id} />;
}

function SampleProgress({ sample }: Readonly<{ sample: SampleLineFragment }>) {
  const { size, goneCount, answeredCount, skippedCount, completeCount, ratersPerDocument: raters } = sample;
  const there = size - goneCount;
  const remarks = [
    raters > 1 && `${formatCount(completeCount)} rated by ${raters}`,
    goneCount > 0 && `${formatCount(goneCount)} no longer there`,
    skippedCount > 0 &&
      `${isManySkipped(sample) ? formatShare(skippedCount / answeredCount, 0) : formatCount(skippedCount)} passed over`,
  ];
  return (
    <span className="block w-20 py-1 md:w-44">
      <span aria-hidden className="block h-1.5 overflow-hidden rounded-full bg-line">
        <span
          className="block h-full rounded-full bg-accent"
          style={{ width: `${there === 0 ? 0 : (100 * answeredCount) / there}%` }}
        />
      </span>
      <span className="mt-1 block text-sm tabular-nums">
        {`${formatCount(answeredCount)} of ${formatCount(there)}`}
      </span>
      <span className="block text-ink-muted text-sm tabular-nums">{remarks.filter(Boolean).join(' · ')}</span>
    </span>
  );
}
