import { setTimeout as pause } from 'node:timers/promises';
import { PassingTrouble } from './hub-client';

export interface Patience {
  /** Tries in a row that may fail before the trouble is told. */
  readonly tries: number;
  /** Before the second try; doubled before each further one. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** 1 + 2 + 4 + 8 + 16 s: half a minute for a connection that comes and goes. */
export const PATIENCE: Patience = { tries: 6, firstPauseMs: 1000, longestPauseMs: 60_000 };

/**
 * Tries again while the trouble may pass, longer apart each time, and as long as the server asks for.
 *
 * @param hasProgressed  Asked after a failure: true begins the count anew.
 */
export async function withTries<T>(
  work: () => Promise<T>,
  patience: Patience,
  signal: AbortSignal,
  hasProgressed: () => boolean = () => false,
): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PassingTrouble)) throw error;
      if (hasProgressed()) failed = 1;
      if (failed >= patience.tries) throw error.fault;
      const own = patience.firstPauseMs * 2 ** (failed - 1);
      await pause(Math.min(Math.max(own, error.waitMs), patience.longestPauseMs), undefined, { signal });
    }
  }
}
