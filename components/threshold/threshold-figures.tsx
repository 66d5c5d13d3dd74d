'use client';

import { costOf, type ErrorCosts } from '@/components/threshold/error-costs';
import type { Curve, Estimate, Point } from '@/components/threshold/read-point';
import { formatExpected } from '@/components/threshold/read-point';
import { Field } from '@/components/ui/field';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { TextField } from '@/components/ui/text-field';

type ThresholdFiguresProps = Readonly<{
  point: Point | null;
  threshold: number;
  curve: Curve;
  costs: ErrorCosts;
  onThresholdChange: (threshold: number) => void;
}>;

/** The threshold as a number, and what holds there: each figure with its interval and n. */
export function ThresholdFigures({ point, threshold, curve, costs, onThresholdChange }: ThresholdFiguresProps) {
  return (
    <aside aria-label="At this threshold" className="flex flex-col gap-4 lg:sticky lg:top-4 lg:self-start">
      <Field label="Threshold" hint="Included from this score up.">
        <TextField
          type="number"
          min={0}
          max={6}
          step={0.01}
          value={Number(threshold.toFixed(2))}
          onChange={(event) => event.target.value && onThresholdChange(Number(event.target.value))}
          className="w-28"
        />
      </Field>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-1">
        <EstimateFigure term="Recall" meaning="of the relevant are included" estimate={point?.recall} />
        <EstimateFigure term="Precision" meaning="of the included are relevant" estimate={point?.precision} />
        <EstimateFigure term="F1" meaning="both in one" estimate={point?.f1Estimate} />
        <Figure
          term="To read"
          value={point ? formatCount(point.workload) : '–'}
          notes={
            point ? [`${formatShare(point.workloadShare)} of ${formatCount(curve.documents)} documents`, 'counted'] : []
          }
        />
        <ExpectedFigure term="Read in vain" meaning="irrelevant documents expected" expected={point?.falsePositives} />
        <ExpectedFigure term="Missed" meaning="relevant documents expected" expected={point?.falseNegatives} />
        <CostFigure point={point} costs={costs} />
      </dl>
      <p className="text-ink-muted text-sm">
        {`From ${formatCount(curve.labelled)} rated documents, ${formatCount(curve.relevant)} relevant at ${curve.relevanceCut} and above. 95 % intervals.`}
      </p>
    </aside>
  );
}

type EstimateFigureProps = Readonly<{ term: string; meaning: string; estimate: Estimate | undefined }>;

function EstimateFigure({ term, meaning, estimate }: EstimateFigureProps) {
  if (!estimate || estimate.value === null || estimate.lower === null || estimate.upper === null) {
    return <Figure term={term} value="–" notes={['not defined here', `n ${formatCount(estimate?.n ?? 0)}`]} />;
  }
  const { value, lower, upper, n } = estimate;
  const interval = `${formatShare(lower)} to ${formatShare(upper)}, n ${formatCount(n)}`;
  return <Figure term={term} value={formatShare(value)} notes={[meaning, interval]} />;
}

type ExpectedFigureProps = Readonly<{ term: string; meaning: string; expected: Point['falsePositives'] | undefined }>;

function ExpectedFigure({ term, meaning, expected }: ExpectedFigureProps) {
  if (!expected || expected.value === null || expected.lower === null || expected.upper === null) {
    return <Figure term={term} value="–" notes={['no rated document on this side', 'n 0']} />;
  }
  const { value, lower, upper, n } = expected;
  const interval = `${formatExpected(lower)} to ${formatExpected(upper)}, n ${formatCount(n)}`;
  return <Figure term={term} value={formatExpected(value)} notes={[meaning, interval]} />;
}

function CostFigure({ point, costs }: Readonly<{ point: Point | null; costs: ErrorCosts }>) {
  const cost = point && costOf(point, costs);
  const each = `${costs.falsePositive} read in vain, ${costs.falseNegative} missed`;
  return (
    <Figure
      term="Expected cost"
      value={cost ? formatExpected(cost.value) : '–'}
      notes={[each, cost ? `${formatExpected(cost.lower)} to ${formatExpected(cost.upper)}` : 'not known here']}
    />
  );
}

/** Two lines of notes are kept free, so that nothing jumps while the handle moves. */
function Figure({ term, value, notes }: Readonly<{ term: string; value: string; notes: readonly string[] }>) {
  return (
    <div className="min-w-0 lg:grid lg:grid-cols-[5.5rem_minmax(0,1fr)] lg:gap-x-3">
      <dt className="text-ink-muted text-sm lg:pt-1">{term}</dt>
      <dd className="min-h-[3.75rem] tabular-nums">
        <span className="block font-semibold text-xl leading-6">{value}</span>
        {notes.map((note) => (
          <span key={note} className="block text-ink-muted text-xs">
            {note}
          </span>
        ))}
      </dd>
    </div>
  );
}
