import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { formatCount, formatDuration } from '@/components/ui/format-number';
import { mergeClasses } from '@/components/ui/merge-classes';

type ProgressProps = Readonly<{
  /** What is being done, with its object: "Scoring Trials 2026". */
  label: string;
  done: number;
  /** Null while nobody knows how many there will be. */
  total: number | null;
  /** What is counted, in the plural: "documents". */
  unit: string;
  /** Of those done, how many could not be. */
  failed?: number;
  /** Units a second. */
  rate?: number;
  secondsLeft?: number;
  onCancel?: () => void;
  cancelling?: boolean;
  className?: string;
}>;

/** Long work: what, how many of how many, how fast, how long still, and a way to stop it. */
export function Progress(props: ProgressProps) {
  const { label, done, total, onCancel, cancelling = false, className } = props;
  const share = total ? Math.min(1, done / total) : 0;
  const sentence = progressSentence(props);
  return (
    <div className={mergeClasses('flex flex-col gap-1.5', className)}>
      <div className="flex min-h-(--target) items-center gap-3">
        <span className="min-w-0 flex-1 truncate font-semibold">{label}</span>
        {onCancel ? (
          <Button variant="quiet" size="small" icon={<X aria-hidden />} loading={cancelling} onClick={onCancel}>
            {cancelling ? 'Stopping' : 'Cancel'}
          </Button>
        ) : null}
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={total === null ? undefined : done}
        aria-valuetext={sentence}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          className={mergeClasses('h-full rounded-full bg-accent', total === null && 'w-1/3 animate-wait')}
          style={total === null ? undefined : { width: `${share * 100}%` }}
        />
      </div>
      <p className="min-h-[1.125rem] text-ink-muted text-sm">{sentence}</p>
    </div>
  );
}

/** "1,284 of 2,020 documents, 3 could not be read · 41 a second · 18 s left" */
export function progressSentence({
  done,
  total,
  unit,
  failed,
  rate,
  secondsLeft,
}: Pick<ProgressProps, 'done' | 'total' | 'unit' | 'failed' | 'rate' | 'secondsLeft'>): string {
  const amount =
    total === null ? `${formatCount(done)} ${unit} so far` : `${formatCount(done)} of ${formatCount(total)} ${unit}`;
  const failures = failed ? `, ${formatCount(failed)} could not be read` : '';
  const parts = [amount + failures];
  if (rate !== undefined) parts.push(`${rate >= 10 ? formatCount(Math.round(rate)) : rate.toFixed(1)} a second`);
  if (secondsLeft !== undefined && total !== null && done < total) parts.push(`${formatDuration(secondsLeft)} left`);
  return parts.join(' · ');
}
