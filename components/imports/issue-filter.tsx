import { severityCounts } from '@/components/imports/report-findings';
import { Segmented } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import { formatCount } from '@/components/ui/format-number';
import { Select } from '@/components/ui/select';
import type { IssueSeverity, ReportSummaryFragment } from '@/graphql/generated/operations/graphql';

export interface IssueChoice {
  readonly severity: IssueSeverity | null;
  readonly code: string | null;
}

type IssueFilterProps = Readonly<{
  summary: Pick<ReportSummaryFragment, 'issueCount' | 'issueCounts'>;
  choice: IssueChoice;
  onChoose: (choice: IssueChoice) => void;
}>;

export const SEVERITIES = { REJECTED: 'Rejected', REPAIRED: 'Repaired', WARNING: 'To know' } as const;
const ALL = 'ALL';

/** By what was done with the record, and by why; each with how many there are. */
export function IssueFilter({ summary, choice, onChoose }: IssueFilterProps) {
  const counts = severityCounts(summary);
  const present = (Object.keys(SEVERITIES) as IssueSeverity[]).filter((severity) => counts[severity] > 0);
  const codes = summary.issueCounts.filter(({ severity }) => choice.severity === null || severity === choice.severity);
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
      {present.length > 1 ? (
        <Segmented
          label="Which remarks"
          className="max-w-full flex-wrap"
          value={choice.severity ?? ALL}
          onValueChange={(value) => onChoose({ severity: value === ALL ? null : (value as IssueSeverity), code: null })}
          options={[
            { value: ALL, label: `All ${formatCount(summary.issueCount)}` },
            ...present.map((value) => ({ value, label: `${SEVERITIES[value]} ${formatCount(counts[value])}` })),
          ]}
        />
      ) : null}
      <Field label="Reason" hideLabel className="w-72 max-w-full">
        <Select
          value={choice.code ?? ''}
          placeholder="Every reason"
          onChange={({ target }) => onChoose({ ...choice, code: target.value || null })}
          options={codes.map(({ severity, code, count }) => ({
            value: code,
            label: `${wordsOf(code)} (${formatCount(count)}${choice.severity ? '' : `, ${SEVERITIES[severity].toLowerCase()}`})`,
          }))}
        />
      </Field>
    </div>
  );
}

/** MISSING_TEXT → "Missing text". */
function wordsOf(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
