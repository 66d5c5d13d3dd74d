import { InferenceError } from '../errors';
import { PassingTrouble } from './hub-client';

/** Ends one try when nothing has come for a while: a connection can be dead without saying so. */
export class StallGuard {
  private readonly stalled = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  /** Aborts when the caller stops or when the server falls silent. */
  readonly signal: AbortSignal;

  constructor(
    caller: AbortSignal,
    private readonly patienceMs: number,
  ) {
    this.signal = AbortSignal.any([caller, this.stalled.signal]);
    this.touch();
  }

  /** Something came. */
  touch(): void {
    this.end();
    this.timer = setTimeout(() => {
      const seconds = Math.round(this.patienceMs / 1000);
      const fault = new InferenceError('HUB_UNREACHABLE', `Nothing came for ${seconds} s. Check the network and go on`);
      this.stalled.abort(new PassingTrouble(fault));
    }, this.patienceMs);
  }

  end(): void {
    if (this.timer) clearTimeout(this.timer);
  }
}
