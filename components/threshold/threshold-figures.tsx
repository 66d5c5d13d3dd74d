'use client';

import type { Curve, Estimate, Point } from '@/components/threshold/read-point';
import { Field } from '@/components/ui/field';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { TextField } from '@/components/ui/text-field';

type ThresholdFiguresProps = Readonly<{
  point: Point | null;
  threshold: number;
  curve: Curve;
  onThresholdChange: (threshold: number) => void;
}>;

/** The threshold as a number, and what holds there. */
export function ThresholdFigures({ point, threshold, curve, onThresholdChange }: ThresholdFiguresProps) {
  return (
    <aside aria-label="At this threshold" className="flex flex-col gap-5">
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
      <dl className="flex flex-col gap-4" aria-live="polite">
        <EstimateFigure term="Recall" meaning="of the relevant documents are included" estimate={point?.recall} />
        <EstimateFigure term="Precision" meaning="of the included documents are relevant" estimate={point?.precision} />
        <Figure
          term="To read"
          value={point ? formatCount(point.workload) : '–'}
          note={point ? `${formatShare(point.workloadShare)} of ${formatCount(curve.documents)} documents` : ''}
        />
      </dl>
      <p className="text-ink-muted text-sm">
        {`From ${formatCount(curve.labelled)} rated documents, ${formatCount(curve.relevant)} relevant at ${curve.relevanceCut} and above.`}
      </p>
    </aside>
  );
}

type EstimateFigureProps = Readonly<{ term: string; meaning: string; estimate: Estimate | undefined }>;

function EstimateFigure({ term, meaning, estimate }: EstimateFigureProps) {
  if (!estimate || estimate.value === null || estimate.lower === null || estimate.upper === null) {
    return <Figure term={term} value="–" note={`not defined here, n ${formatCount(estimate?.n ?? 0)}`} />;
  }
  const { value, lower, upper, n } = estimate;
  return (
    <Figure
      term={term}
      value={formatShare(value)}
      note={`${meaning}; 95 % interval ${formatShare(lower)} to ${formatShare(upper)}, n ${formatCount(n)}`}
    />
  );
}

function Figure({ term, value, note }: Readonly<{ term: string; value: string; note: string }>) {
  return (
    <div>
      <dt className="text-ink-muted text-sm">{term}</dt>
      <dd className="font-semibold text-xl tabular-nums">{value}</dd>
      <dd className="text-ink-muted text-sm">{note}</dd>
    </div>
  );
}
