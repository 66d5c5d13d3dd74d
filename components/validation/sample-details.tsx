'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '@/components/data/request';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { DescriptionList } from '@/components/ui/description-list';
import { Dialog } from '@/components/ui/dialog';
import { formatCount, formatScore, formatShare } from '@/components/ui/format-number';
import { ErrorState, Notice } from '@/components/ui/page-states';
import { SkeletonRows } from '@/components/ui/skeleton';
import { SampleShelf } from '@/components/validation/sample-shelf';
import { designWords, isManySkipped, skippedWords } from '@/components/validation/sample-words';
import { TopUpForm } from '@/components/validation/top-up-form';
import { SampleDetailsQuery } from '@/components/validation/validation-query';
import type { SampleDetailsQuery as DetailsResult, SampleLineFragment } from '@/graphql/generated/operations/graphql';

export type Details = Extract<NonNullable<DetailsResult['node']>, { __typename: 'Sample' }>;

type SampleDetailsProps = Readonly<{ sample: SampleLineFragment; mayDraw: boolean; mayArchive: boolean }>;

/** How a sample was drawn, who has rated how much of it, drawing more, and putting it away. */
export function SampleDetails({ sample, mayDraw, mayArchive }: SampleDetailsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['sample-details', sample.id, sample.size, sample.answeredCount],
    queryFn: async ({ signal }) => {
      const { node } = await request(SampleDetailsQuery, { id: sample.id }, signal);
      return node?.__typename === 'Sample' ? node : null;
    },
    enabled: isOpen,
    placeholderData: keepPreviousData,
  });
  return (
    <Dialog
      title={designWords(sample)}
      description={`Drawn on ${sample.createdAt.slice(0, 10)}`}
      size="medium"
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button size="small" variant="quiet">
          Details
        </Button>
      }
    >
      {error || data === null ? (
        <ErrorState
          title="The sample could not be read"
          level={3}
          className="px-0 py-2"
          action={<Button onClick={() => void refetch()}>Try again</Button>}
        >
          {error?.message ?? 'It may have been deleted.'}
        </ErrorState>
      ) : data ? (
        <div className="flex flex-col gap-6">
          <DescriptionList items={factsOf(data)} />
          {isManySkipped(data) ? <Notice>{skippedWords(data)}</Notice> : null}
          {data.strata.length > 0 ? <Strata strata={data.strata} /> : null}
          {data.raters.length > 0 ? <Raters raters={data.raters} /> : null}
          {data.skipReasons.length > 0 ? <SkipReasons {...data} /> : null}
          {mayDraw && !data.archivedAt ? <TopUpForm sample={data} onDone={() => setIsOpen(false)} /> : null}
          {mayArchive ? <SampleShelf sample={data} onDone={() => setIsOpen(false)} /> : null}
        </div>
      ) : (
        <SkeletonRows rows={5} label="The sample is being read" />
      )}
    </Dialog>
  );
}

function factsOf(sample: Details) {
  const { seed, method, size, populationSize, goneCount, ratersPerDocument, reserveCount } = sample;
  return [
    { term: 'Size', detail: `${formatCount(size)} of ${formatCount(populationSize)} documents` },
    ...(goneCount > 0
      ? [{ term: 'No longer there', detail: `${formatCount(goneCount)} of them, deleted or found to repeat another` }]
      : []),
    { term: 'Raters of each', detail: formatCount(ratersPerDocument) },
    { term: 'Seed', detail: <code className="font-mono text-xs">{seed}</code> },
    { term: 'Random order', detail: method ? <code className="font-mono text-xs">{method}</code> : 'not recorded' },
    { term: 'In reserve', detail: `${formatCount(reserveCount)} documents, next in the same order` },
  ];
}

function Strata({ strata }: Pick<Details, 'strata'>) {
  return (
    <DataTable
      caption="Ranges of the score"
      showCaption
      rows={strata}
      rowKey={({ ordinal }) => String(ordinal)}
      columns={[
        { key: 'range', header: 'Score', isRowHeader: true, cell: rangeWords },
        { key: 'all', header: 'Documents', align: 'end', cell: ({ populationSize }) => formatCount(populationSize) },
        { key: 'drawn', header: 'Drawn', align: 'end', cell: ({ size }) => formatCount(size) },
        {
          key: 'guess',
          header: 'Guessed relevant',
          align: 'end',
          cell: ({ guessedProportion }) => formatShare(guessedProportion),
        },
      ]}
    />
  );
}

function rangeWords({ lower, upper }: Details['strata'][number]): string {
  if (lower == null) return upper == null ? 'all' : `below ${formatScore(upper)}`;
  return upper == null ? `${formatScore(lower)} and above` : `${formatScore(lower)} to below ${formatScore(upper)}`;
}

function Raters({ raters }: Pick<Details, 'raters'>) {
  return (
    <DataTable
      caption="Who has answered"
      showCaption
      rows={raters}
      rowKey={({ user }) => user.id}
      columns={[
        {
          key: 'who',
          header: 'Rater',
          isRowHeader: true,
          cell: ({ user }) => <bdi className="[overflow-wrap:anywhere]">{user.name}</bdi>,
        },
        { key: 'rated', header: 'Rated', align: 'end', cell: ({ ratedCount }) => formatCount(ratedCount) },
        { key: 'skipped', header: 'Passed over', align: 'end', cell: ({ skippedCount }) => formatCount(skippedCount) },
        { key: 'last', header: 'Last', align: 'end', cell: ({ lastAnsweredAt }) => lastAnsweredAt.slice(0, 10) },
      ]}
    />
  );
}

function SkipReasons({ skipReasons, skipReasonCount }: Pick<Details, 'skipReasons' | 'skipReasonCount'>) {
  return (
    <DataTable
      caption={
        skipReasonCount <= skipReasons.length
          ? 'Why documents were passed over'
          : `Why documents were passed over: the ${skipReasons.length} most frequent of ${formatCount(skipReasonCount)} reasons`
      }
      showCaption
      rows={skipReasons}
      rowKey={({ reason }) => reason}
      columns={[
        {
          key: 'reason',
          header: 'Reason',
          isRowHeader: true,
          cell: ({ reason }) => (
            <bdi className="line-clamp-3 [overflow-wrap:anywhere]" title={reason}>
              {reason}
            </bdi>
          ),
        },
        { key: 'count', header: 'Answers', align: 'end', cell: ({ count }) => formatCount(count) },
      ]}
    />
  );
}
