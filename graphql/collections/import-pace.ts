import type { ImportRunRow } from '@/graphql/rows';

export interface ImportPace {
  readonly recordsPerSecond: number | null;
  readonly secondsLeft: number | null;
}

const UNKNOWN: ImportPace = { recordsPerSecond: null, secondsLeft: null };

/** How fast this try reads, and by its bytes how long it still takes; a try that skips what is stored says nothing yet. */
export function importPace(run: ImportRunRow, now: Date): ImportPace {
  const { status, attemptAt, readCount, attemptRead, bytesRead, attemptBytes, sizeBytes } = run;
  const records = readCount - attemptRead;
  if (status !== 'RUNNING' || !attemptAt || records <= 0) return UNKNOWN;
  const seconds = Math.max(0.5, (now.getTime() - attemptAt.getTime()) / 1_000);
  const bytes = Number(bytesRead - attemptBytes);
  const left = Number(sizeBytes - bytesRead);
  return {
    recordsPerSecond: records / seconds,
    secondsLeft: bytes > 0 && left >= 0 ? (left / bytes) * seconds : null,
  };
}
