import { IntervalDots } from '@/components/charts/interval-dots';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount, formatScore, formatShare } from '@/components/ui/format-number';
import { EmptyState, Notice } from '@/components/ui/page-states';
import type { SampleReliabilityQuery, SubgroupLineFragment } from '@/graphql/generated/operations/graphql';

type Sample = Extract<NonNullable<SampleReliabilityQuery['node']>, { __typename: 'Sample' }>;
type Report = NonNullable<Sample['subgroups']>;
export type Measure = 'recall' | 'precision' | 'f1' | 'accuracy';

export const MEASURES: Readonly<Record<Measure, string>> = {
  recall: 'Recall',
  precision: 'Precision',
  f1: 'F1',
  accuracy: 'Accuracy',
};
const SOURCES = {
  GIVEN: 'the threshold chosen here',
  ACTIVE: 'the active threshold',
  RELEVANCE_CUT: 'the relevance cut, since no threshold is active',
} as const;

/** Is it as good everywhere? Each group's share with its interval; groups too small to speak of by size alone. */
export function SubgroupSection({ report, measure }: Readonly<{ report: Report; measure: Measure }>) {
  const [all = report.whole, ...groups] = distinct([
    report.whole,
    ...report.groups,
    ...(report.gathered ? [report.gathered] : []),
  ]);
  const shown = groups.flatMap((group) => toRow(group, measure));
  const suppressed = groups.filter(({ isSuppressed }) => isSuppressed).length;
  const whole = report.whole[measure];
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-ink-muted">
        {`At ${formatScore(report.threshold)}, ${SOURCES[report.thresholdSource]}; relevant from ${report.relevanceCut}. `}
        {'Looked at many at once, a bad interval among twenty is to be expected: read it as where to look next.'}
      </p>
      {report.isUnequallyDrawn ? (
        <Notice>
          This sample was drawn with different chances by score. Within a group nothing is weighed: its figures speak of
          the documents rated, and not of the project.
        </Notice>
      ) : null}
      {shown.length > 0 ? (
        <IntervalDots
          title={`${MEASURES[measure]} by group`}
          summary={summaryOf(shown.length, suppressed, report.minimumSize)}
          rows={shown}
          fileName={`${measure}-by-${report.by.toLowerCase()}`}
          {...(whole?.value == null
            ? {}
            : { reference: { value: whole.value, label: `all ${formatShare(whole.value)}` } })}
        />
      ) : (
        <EmptyState title="No group is large enough yet" className="mx-0 px-0 py-4">
          {`A group shows figures from ${report.minimumSize} rated documents on, and a share only where it is defined.`}
        </EmptyState>
      )}
      <DataTable
        caption="Figures of each group"
        columns={COLUMNS}
        rows={[all, ...groups]}
        rowKey={({ label }) => label}
        minWidth="40rem"
      />
      {report.gatheredGroups > 0 ? (
        <p className="text-ink-muted text-sm">
          {`The 50 largest groups; ${formatCount(report.gatheredGroups)} smaller ones are gathered in one row.`}
        </p>
      ) : null}
    </div>
  );
}

/** Two collections or tags may bear one name: the second is numbered. */
function distinct(groups: readonly SubgroupLineFragment[]): SubgroupLineFragment[] {
  const seen = new Map<string, number>();
  return groups.map((group) => {
    const count = (seen.get(group.label) ?? 0) + 1;
    seen.set(group.label, count);
    return count === 1 ? group : { ...group, label: `${group.label} (${count})` };
  });
}

function summaryOf(shown: number, suppressed: number, minimum: number): string {
  const groups = `${formatCount(shown)} ${shown === 1 ? 'group' : 'groups'} with 95 % intervals`;
  return suppressed === 0
    ? `${groups}.`
    : `${groups}; ${formatCount(suppressed)} below ${minimum} rated documents left out.`;
}

function toRow(group: SubgroupLineFragment, measure: Measure) {
  const share = group[measure];
  if (share?.value == null || share.lower == null || share.upper == null) return [];
  return [{ label: group.label, estimate: share.value, low: share.lower, high: share.upper, n: share.n }];
}

const COLUMNS: readonly Column<SubgroupLineFragment>[] = [
  {
    key: 'group',
    header: 'Group',
    isRowHeader: true,
    cell: ({ label }) => (
      <bdi dir="auto" className="[overflow-wrap:anywhere]">
        {label}
      </bdi>
    ),
  },
  { key: 'n', header: 'Rated', align: 'end', cell: ({ n }) => formatCount(n) },
  ...(['precision', 'recall', 'f1', 'accuracy'] as const).map(
    (key): Column<SubgroupLineFragment> => ({
      key,
      header: MEASURES[key],
      align: 'end',
      cell: (group) => shareOf(group, group[key]?.value),
    }),
  ),
  { key: 'bias', header: 'Bias', align: 'end', cell: (group) => numberOf(group, group.bias) },
  { key: 'mae', header: 'Mean error', align: 'end', cell: (group) => numberOf(group, group.mae) },
  { key: 'r2', header: 'R²', align: 'end', cell: (group) => numberOf(group, group.r2) },
];

function shareOf({ isSuppressed }: SubgroupLineFragment, value: number | null | undefined): string {
  if (isSuppressed) return 'too few';
  return value == null ? 'undefined' : formatShare(value);
}

function numberOf({ isSuppressed }: SubgroupLineFragment, value: number | null | undefined): string {
  if (isSuppressed) return 'too few';
  return value == null ? 'undefined' : value.toFixed(2);
}
