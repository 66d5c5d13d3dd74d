import { StartSecondLookButton } from '@/components/reliability/start-second-look';
import { ButtonLink } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount, formatScore, formatShare } from '@/components/ui/format-number';
import type {
  LookResultFragment,
  SampleReliabilityQuery,
  SecondLookLineFragment,
  ShareFragment,
} from '@/graphql/generated/operations/graphql';

type Sample = Extract<NonNullable<SampleReliabilityQuery['node']>, { __typename: 'Sample' }>;
type LabelErrorSectionProps = Readonly<{ sample: Sample; href: string; mayRate: boolean }>;

/** Labels furthest from their scores: looked at again blind, and only then told. */
export function LabelErrorSection({ sample, href, mayRate }: LabelErrorSectionProps) {
  const { labelErrors, secondLook, secondLooks, secondLookCount } = sample;
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-ink-muted">{queueWords(labelErrors)}</p>
      {mayRate && secondLook ? (
        <ButtonLink variant="primary" className="self-start" href={href}>
          {`Go on: ${formatCount(secondLook.answeredCount)} of ${formatCount(secondLook.size)} looked at`}
        </ButtonLink>
      ) : null}
      {mayRate && !secondLook && labelErrors.nextSize > 0 ? (
        <StartSecondLookButton sampleId={sample.id} href={href} />
      ) : null}
      {secondLooks.map((look) => (
        <Results key={look.id} look={look} />
      ))}
      {secondLookCount > secondLooks.length ? (
        <p className="text-ink-muted text-sm">
          {`The newest ${formatCount(secondLooks.length)} of ${formatCount(secondLookCount)} second looks; who looked when stands in Activity.`}
        </p>
      ) : null}
    </div>
  );
}

function queueWords({ suspects, largestGap }: Sample['labelErrors']): string {
  if (suspects === 0 || largestGap == null) {
    return 'No label that you have not looked at again lies a step or more from its score.';
  }
  const many = suspects === 1 ? '1 label lies' : `${formatCount(suspects)} labels lie`;
  return `${many} a step or more from the score, the furthest ${formatScore(largestGap)}: either the model or the label is wrong there. They are shown again among as many others, in random order and without scores, so that being shown says nothing. A second look changes no label and no certificate.`;
}

function Results({ look }: Readonly<{ look: SecondLookLineFragment }>) {
  const { results, rater, createdAt, answeredCount, size } = look;
  if (!results) {
    return (
      <p className="text-ink-muted text-sm">
        <bdi>{rater.name}</bdi>
        {` is looking again: ${formatCount(answeredCount)} of ${formatCount(size)}. Results follow at the end.`}
      </p>
    );
  }
  return (
    <section aria-label={`Second look of ${rater.name}`} className="flex flex-col gap-2">
      <h3 className="font-semibold">
        {`${createdAt.slice(0, 10)}, `}
        <bdi className="[overflow-wrap:anywhere]">{rater.name}</bdi>
      </h3>
      <p className="max-w-prose">
        {`${shareWords(results.confirmed)} of the suspected labels were confirmed. On the same side of ${results.relevanceCut} as the first label: ${shareWords(results.suspectsOnSameSide)} of the suspected, ${shareWords(results.othersOnSameSide)} of the others.`}
        {results.goneCount > 0 ? ` ${formatCount(results.goneCount)} documents were deleted since.` : ''}
      </p>
      <DataTable
        caption="Suspected labels, looked at again"
        columns={COLUMNS}
        rows={results.suspects}
        rowKey={({ document }) => document.id}
        minWidth="36rem"
      />
    </section>
  );
}

function shareWords({ value, lower, upper, n }: ShareFragment): string {
  if (value == null || lower == null || upper == null) return 'none';
  return `${formatShare(value)} (${formatShare(lower)} to ${formatShare(upper)}, n ${formatCount(n)})`;
}

const OUTCOMES = {
  CONFIRMS_LABEL: 'label confirmed',
  AGREES_WITH_SCORE: 'nearer to the score',
  UNDECIDED: 'between the two',
  NOT_ANSWERED: 'not answered',
} as const;

const COLUMNS: readonly Column<LookResultFragment>[] = [
  {
    key: 'title',
    header: 'Document',
    isRowHeader: true,
    cell: ({ document }) => (
      <bdi dir="auto" className="line-clamp-2 [overflow-wrap:anywhere]">
        {document.title || 'Without a title'}
      </bdi>
    ),
  },
  { key: 'label', header: 'First label', align: 'end', cell: ({ firstLabel }) => formatScore(firstLabel) },
  {
    key: 'second',
    header: 'Second look',
    align: 'end',
    cell: ({ secondLook }) => (secondLook == null ? '–' : formatScore(secondLook)),
  },
  { key: 'score', header: 'Score', align: 'end', cell: ({ score }) => formatScore(score) },
  {
    key: 'outcome',
    header: 'Outcome',
    cell: ({ outcome, isSameRater }) => `${OUTCOMES[outcome]}, by ${isSameRater ? 'a first rater' : 'another rater'}`,
  },
];
