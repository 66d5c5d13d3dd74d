import type { PullProgress } from '@/inference/hub/pull-model';
import { formatDuration } from '../score/progress';

const REPORT_EVERY_MS = 500;
/** A log file wants fewer lines than a terminal redraws. */
const REPORT_TO_LOG_EVERY_MS = 10_000;

/** Megabytes, rate and time left on standard error: one redrawn line on a terminal, a line now and then in a log. */
export function showPullProgress(target: NodeJS.WriteStream, clock = performance.now.bind(performance)) {
  const every = target.isTTY ? REPORT_EVERY_MS : REPORT_TO_LOG_EVERY_MS;
  let first: { readonly bytes: number; readonly at: number } | null = null;
  let latest: PullProgress | null = null;
  let reported = Number.NEGATIVE_INFINITY;
  const write = (end: string) => {
    if (!latest || !first) return;
    const seconds = Math.max(0.001, (clock() - first.at) / 1000);
    const line = describePull(latest, (latest.bytes - first.bytes) / seconds);
    target.write(target.isTTY ? `\r\u001b[K${line}${end}` : `${line}\n`);
  };
  return {
    show(progress: PullProgress): void {
      latest = progress;
      first ??= { bytes: progress.bytes, at: clock() };
      if (clock() - reported < every) return;
      reported = clock();
      write('');
    },
    /** The last line, which stays. */
    finish: () => write('\n'),
  };
}

/** @param bytesPerSecond  Since this pull began; what an earlier one fetched is not counted. */
export function describePull({ file, bytes, total }: PullProgress, bytesPerSecond: number): string {
  const left = bytesPerSecond > 0 ? (total - bytes) / bytesPerSecond : null;
  return [
    `${file}: ${megabytes(bytes)} of ${megabytes(total)} MB`,
    `${((100 * bytes) / total).toFixed(0)} %`,
    ...(bytesPerSecond > 0 ? [`${(bytesPerSecond / 1e6).toFixed(1)} MB/s`] : []),
    ...(left !== null && left >= 1 ? [`${formatDuration(left)} left`] : []),
  ].join(', ');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
