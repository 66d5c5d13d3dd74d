import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState } from '@/components/ui/page-states';
import type { AgreementLineFragment, SampleReliabilityQuery } from '@/graphql/generated/operations/graphql';

type Sample = Extract<NonNullable<SampleReliabilityQuery['node']>, { __typename: 'Sample' }>;
type Agreement = Sample['agreement'];

const NAMES: Readonly<Record<AgreementLineFragment['name'], { name: string; meaning: string }>> = {
  KRIPPENDORFF_ALPHA: { name: 'Krippendorff’s alpha', meaning: 'all raters, the value itself, gaps allowed' },
  ICC: { name: 'ICC(2,1)', meaning: 'absolute agreement, documents that all rated' },
  COHEN_KAPPA: { name: 'Cohen’s kappa', meaning: 'relevant or not' },
  WEIGHTED_KAPPA: { name: 'Weighted kappa', meaning: 'whole steps, squared distance' },
  GWET_AC1: { name: 'Gwet’s AC1', meaning: 'relevant or not, steady where one is rare' },
};

interface Line {
  readonly key: string;
  readonly who: string;
  readonly measure: AgreementLineFragment;
}

/** Whether those who rate mean the same: without that no threshold can be better than its labels. */
export function AgreementSection({ agreement }: Readonly<{ agreement: Agreement }>) {
  const { documents, raters, ratersLeftOut, changedAnswers } = agreement;
  if (documents === 0) {
    return (
      <EmptyState
        title={raters.length < 2 ? 'No document has two raters yet' : 'No document was rated by two of these'}
        className="mx-0 px-0 py-4"
      >
        Draw a sample with two raters or more for each document, or ask a colleague to rate this one too.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose text-ink-muted">
        {`First answers of ${formatCount(raters.length)} raters on ${formatCount(documents)} documents rated by two or more. `}
        {'Answers that were changed later count as they were given first; what was taken back does not count. '}
        {changedAnswers > 0 ? `${formatCount(changedAnswers)} differ now. ` : ''}
        {ratersLeftOut > 0 ? `${formatCount(ratersLeftOut)} raters with fewer answers are left out.` : ''}
      </p>
      <DataTable
        caption="Agreement between raters"
        columns={COLUMNS}
        rows={linesOf(agreement)}
        rowKey={({ key }) => key}
        minWidth="36rem"
      />
    </div>
  );
}

function linesOf({ overall, pairs }: Agreement): Line[] {
  return [
    ...overall.map((measure) => ({ key: measure.name, who: 'All', measure })),
    ...pairs.flatMap(({ first, second, measures }) =>
      measures.map((measure) => ({
        key: `${first.id} ${second.id} ${measure.name}`,
        who: `${first.name} and ${second.name}`,
        measure,
      })),
    ),
  ];
}

const COLUMNS: readonly Column<Line>[] = [
  {
    key: 'measure',
    header: 'Measure',
    isRowHeader: true,
    cell: ({ measure }) => (
      <>
        {NAMES[measure.name].name}
        <span className="block text-ink-muted text-sm">{NAMES[measure.name].meaning}</span>
      </>
    ),
  },
  { key: 'who', header: 'Raters', cell: ({ who }) => <bdi className="[overflow-wrap:anywhere]">{who}</bdi> },
  {
    key: 'value',
    header: 'Agreement',
    align: 'end',
    cell: ({ measure: { value, undefinedBecause } }) =>
      value == null ? <span className="text-ink-muted">{`undefined: ${undefinedBecause}`}</span> : value.toFixed(3),
  },
  {
    key: 'interval',
    header: '95 % interval',
    align: 'end',
    cell: ({ measure: { lower, upper } }) =>
      lower == null || upper == null ? '–' : `${lower.toFixed(2)} to ${upper.toFixed(2)}`,
  },
  { key: 'n', header: 'Documents', align: 'end', cell: ({ measure: { n } }) => formatCount(n) },
];
