import { IntervalDots, type IntervalRow } from '@/components/charts/interval-dots';
import { monthLabel, tooFewWords } from '@/components/monitor/agreement-words';
import { Section } from '@/components/shell/page';
import type { MonitorQuery } from '@/graphql/generated/operations/graphql';

type Month = NonNullable<MonitorQuery['project']>['agreementByMonth'][number];

/** Whether scores and experts still say the same, a month a line, blind answers and overrides apart. */
export function AgreementByMonth({ months }: Readonly<{ months: readonly Month[] }>) {
  const told = months.filter(({ isSuppressed }) => !isSuppressed);
  const few = tooFewWords(months);
  const reach = reachOf(told.flatMap((month) => toRow(month, month.meanDifference)));
  return (
    <Section
      title="Do scores and experts still agree?"
      hint="By the month in which a rating was given, beside the score that its document has now."
      className="mt-10"
    >
      {told.length === 0 ? (
        <p className="max-w-prose text-ink-muted">
          {months.length === 0 ? 'Nothing is rated yet.' : `Not yet to be told. ${few}`}
        </p>
      ) : (
        <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
          <IntervalDots
            title="How often are both on the same side?"
            summary="Included and relevant, or neither; 95 % intervals."
            rows={told.flatMap((month) => toRow(month, month.sameSide))}
            fileName="agreement-by-month"
          />
          <IntervalDots
            title="How far apart are they on average?"
            summary="Score minus rating; above 0 the model is too generous. 95 % intervals."
            rows={told.flatMap((month) => toRow(month, month.meanDifference))}
            domain={[-reach, reach]}
            reference={{ value: 0, label: 'no difference' }}
            format={(value) => value.toFixed(2)}
            formatTick={(value) => value.toFixed(1)}
            fileName="difference-by-month"
          />
        </div>
      )}
      {told.length > 0 && few ? <p className="mt-2 text-ink-muted text-sm">{few}</p> : null}
    </Section>
  );
}

function toRow(month: Month, estimate: Month['sameSide']): IntervalRow[] {
  const { value, lower, upper } = estimate ?? { value: null, lower: null, upper: null };
  if (value === null || lower === null || upper === null) return [];
  return [{ label: monthLabel(month), estimate: value, low: lower, high: upper, n: month.n }];
}

/** The axis of differences, alike on both sides: from one step of the scale up to the four there are. */
function reachOf(rows: readonly IntervalRow[]): number {
  return Math.max(1, ...rows.flatMap(({ low, high }) => [Math.ceil(Math.abs(low)), Math.ceil(Math.abs(high))]));
}
