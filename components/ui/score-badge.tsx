import { UserRound } from 'lucide-react';
import { formatScore } from '@/components/ui/format-number';
import { mergeClasses } from '@/components/ui/merge-classes';
import { relevanceStyle } from '@/components/ui/relevance-ramp';

type ScoreBadgeProps = Readonly<{
  /** 1 to 5; null while there is none. */
  score: number | null;
  /** Why there is none, for the label: "waiting", "could not be scored". */
  unscored?: string;
  /** A person has set it. */
  overridden?: boolean;
  /** Only part of the text was read. */
  truncated?: boolean;
  size?: 'row' | 'reader';
  className?: string;
}>;

/** The number that the product is about: two decimals on the ramp, a mark when a person has set it. */
export function ScoreBadge({
  score,
  unscored = 'not scored yet',
  overridden = false,
  truncated = false,
  size = 'row',
  className,
}: ScoreBadgeProps) {
  const box = mergeClasses(
    'relative inline-flex shrink-0 items-center justify-center gap-1 rounded-md tabular-nums',
    size === 'row' ? 'h-5 w-[50px] rounded-sm font-semibold text-sm' : 'h-8 min-w-[68px] px-2.5 font-semibold text-lg',
    className,
  );
  if (score === null) {
    return (
      <span className={mergeClasses(box, 'border border-line-control border-dashed font-normal text-ink-faint')}>
        <span aria-hidden>–</span>
        <span className="visually-hidden">{unscored}</span>
      </span>
    );
  }
  return (
    <span className={mergeClasses(box, 'relevance-fill')} style={relevanceStyle(score)}>
      {overridden ? <UserRound aria-hidden className={size === 'row' ? 'size-3' : 'size-4'} strokeWidth={2.5} /> : null}
      <span className="visually-hidden">score </span>
      {formatScore(score)}
      {truncated ? <span aria-hidden>…</span> : null}
      <span className="visually-hidden">
        {overridden ? ', set by a person' : ''}
        {truncated ? ', from part of the text' : ''}
      </span>
    </span>
  );
}

/** The ramp with its five numbers, for a legend beside a list or a chart. */
export function RelevanceLegend({ className }: Readonly<{ className?: string }>) {
  return (
    <span
      role="img"
      aria-label="Relevance from 1, not medical, to 5, medical"
      className={mergeClasses('inline-flex', className)}
    >
      {[1, 2, 3, 4, 5].map((score) => (
        <span
          key={score}
          aria-hidden
          className="relevance-fill inline-flex h-4 w-7 items-center justify-center font-semibold text-xs first:rounded-l-sm last:rounded-r-sm"
          style={relevanceStyle(score)}
        >
          {score}
        </span>
      ))}
    </span>
  );
}
