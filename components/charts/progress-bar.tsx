import { formatCount, formatShare } from '@/components/ui/format-number';
import { mergeClasses } from '@/components/ui/merge-classes';

type Segment = Readonly<{ label: string; value: number; tone: 'done' | 'partial' | 'wrong' }>;
type ProgressBarProps = Readonly<{
  label: string;
  segments: readonly Segment[];
  total: number;
  /** Names what is left: "to review". */
  restLabel: string;
  className?: string;
}>;

const FILLS = { done: 'bg-accent', partial: 'segment-striped', wrong: 'bg-wrong' } as const;

/** How much of a whole is in which state, each part named with its number beneath. */
export function ProgressBar({ label, segments, total, restLabel, className }: ProgressBarProps) {
  const rest = Math.max(0, total - segments.reduce((sum, segment) => sum + segment.value, 0));
  const share = (value: number) => (total > 0 ? value / total : 0);
  return (
    <div className={mergeClasses('flex flex-col gap-2', className)}>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold">{label}</span>
        <span className="text-ink-muted">{formatCount(total)} in all</span>
      </p>
      <div aria-hidden className="flex h-2.5 gap-px overflow-hidden rounded-full bg-line">
        {segments.map((segment) => (
          <span
            key={segment.label}
            className={FILLS[segment.tone]}
            style={{ width: `${share(segment.value) * 100}%` }}
          />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-ink-muted text-sm">
        {[...segments, { label: restLabel, value: rest, tone: null }].map((part) => (
          <li key={part.label} className="flex items-center gap-1.5">
            <span
              aria-hidden
              className={mergeClasses('size-2.5 rounded-sm', part.tone ? FILLS[part.tone] : 'bg-line-strong')}
            />
            <span>
              <span className="font-semibold text-ink">{formatCount(part.value)}</span> {part.label} (
              {formatShare(share(part.value))})
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
