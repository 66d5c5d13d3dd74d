import { formatCount, formatDuration } from '@/components/ui/format-number';
import { countLeft, isHeld, type RatingState, secondsPerAnswer } from '@/components/validation/rating-state';

/** How far this rater is, at what pace, and how far all of them are where several rate. */
export function RatingProgress({ state, raters }: Readonly<{ state: RatingState; raters: number }>) {
  const { standing, ahead } = state;
  const answered = countLeft(state);
  const all = standing.viewerAnsweredCount + ahead + Math.max(0, standing.viewerOpenCount - ahead);
  const open = all - answered;
  const words = `${formatCount(answered)} of ${formatCount(all)} answered`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <div
        role="progressbar"
        aria-label="Answered"
        aria-valuemin={0}
        aria-valuemax={all}
        aria-valuenow={answered}
        aria-valuetext={words}
        className="h-1.5 min-w-16 flex-1 basis-24 overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full rounded-full bg-accent"
          style={{ width: `${all === 0 ? 0 : (100 * answered) / all}%` }}
        />
      </div>
      <span className="text-ink-muted text-sm tabular-nums">{words}</span>
      <span className="text-ink-muted text-sm tabular-nums">
        {isHeld(state) ? 'Fetching the next document' : paceWords(state, open)}
      </span>
      {raters > 1 ? (
        <span className="text-ink-muted text-sm tabular-nums max-sm:hidden">
          {`${formatCount(standing.completeCount)} of ${formatCount(standing.size - standing.goneCount)} rated by ${raters}`}
        </span>
      ) : null}
    </div>
  );
}

function paceWords(state: RatingState, open: number): string {
  const exact = secondsPerAnswer(state);
  if (exact === null || open === 0) return '';
  const seconds = Math.max(1, Math.round(exact));
  return `${formatDuration(seconds)} each · ${formatDuration(seconds * open)} left`;
}
