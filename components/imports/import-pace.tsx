import { formatCount, formatDuration } from '@/components/ui/format-number';
import type { ImportLineFragment } from '@/graphql/generated/operations/graphql';

type PaceProps = Readonly<{
  run: Pick<ImportLineFragment, 'fileName' | 'status' | 'sizeBytes' | 'bytesRead' | 'recordsPerSecond' | 'secondsLeft'>;
}>;

/** How much of a file is read, how fast, and how long it still takes; nothing where there is nothing to say. */
export function ImportPace({ run }: PaceProps) {
  const { fileName, status, sizeBytes, bytesRead, recordsPerSecond, secondsLeft } = run;
  if (status !== 'RUNNING' || recordsPerSecond === null) return null;
  const share = bytesRead > 0 && sizeBytes > 0 ? Math.min(1, bytesRead / sizeBytes) : null;
  const rate = recordsPerSecond >= 10 ? formatCount(Math.round(recordsPerSecond)) : recordsPerSecond.toFixed(1);
  const words = [`${rate} a second`, secondsLeft === null ? null : `${formatDuration(secondsLeft)} left`].filter(
    Boolean,
  );
  return (
    <div className="mt-1 flex max-w-md flex-col gap-1">
      {share === null ? null : (
        <div
          role="progressbar"
          aria-label={`Reading ${fileName}`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
          className="h-1 overflow-hidden rounded-full bg-line"
        >
          <div className="h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
        </div>
      )}
      <p className="text-ink-muted text-sm tabular-nums">{words.join(' · ')}</p>
    </div>
  );
}
