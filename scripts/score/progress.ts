import type { OutputLine } from './score-records';

export interface ProgressSource {
  /** Bytes read so far and in all; null when the end is not known, as on standard input. */
  readonly bytesRead: () => number;
  readonly bytesTotal: number | null;
}

/** Standard error, or what stands in for it. */
export interface ProgressTarget {
  readonly isTTY?: boolean;
  write(text: string): boolean;
}

export interface Progress {
  add(lines: readonly OutputLine[]): void;
  /** The last line, which stays. */
  finish(): void;
}

const REPORT_EVERY_MS = 1000;
/** A log file wants fewer lines than a terminal redraws. */
const REPORT_TO_LOG_EVERY_MS = 10_000;

/** Texts, rate and time left on standard error: one redrawn line on a terminal, a line now and then in a log. */
export function showProgress(
  source: ProgressSource,
  target: ProgressTarget,
  clock = performance.now.bind(performance),
): Progress {
  const start = clock();
  const startBytes = source.bytesRead();
  const every = target.isTTY ? REPORT_EVERY_MS : REPORT_TO_LOG_EVERY_MS;
  let texts = 0;
  let tokens = 0;
  let failed = 0;
  let reported = start;
  const write = (isLast: boolean) => {
    const seconds = Math.max(0.001, (clock() - start) / 1000);
    const counts = { texts, tokens, failed, seconds };
    const line = describeProgress(counts, isLast ? null : secondsLeft(source, startBytes, seconds));
    target.write(target.isTTY ? `\r\u001b[K${line}${isLast ? '\n' : ''}` : `${line}\n`);
  };
  return {
    add(lines) {
      for (const line of lines) {
        texts++;
        if ('error' in line) failed++;
        else tokens += line.tokensRead;
      }
      if (clock() - reported < every) return;
      reported = clock();
      write(false);
    },
    finish: () => write(true),
  };
}

interface Counts {
  readonly texts: number;
  readonly tokens: number;
  readonly failed: number;
  readonly seconds: number;
}

export function describeProgress({ texts, tokens, failed, seconds }: Counts, left: number | null): string {
  const parts = [
    `${texts} texts`,
    ...(failed > 0 ? [`${failed} without a score`] : []),
    `${(texts / seconds).toFixed(1)} texts/s`,
    `${Math.round(tokens / seconds)} tokens/s`,
    left === null ? `${formatDuration(seconds)} so far` : `${formatDuration(left)} left`,
  ];
  return parts.join(', ');
}

/**
 * What an earlier run has scored counts neither as done nor as to do. Bytes are read ahead of scoring by a few windows,
 * so the estimate is a little early on short files.
 */
function secondsLeft({ bytesRead, bytesTotal }: ProgressSource, startBytes: number, seconds: number): number | null {
  const share = bytesTotal ? (bytesRead() - startBytes) / (bytesTotal - startBytes) : 0;
  return share > 0 ? (seconds / share) * (1 - share) : null;
}

export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}
