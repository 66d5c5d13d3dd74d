import { publishModels } from '@/jobs/events';
import { getDatabase, inTransaction } from '@/prisma/client';
import type { ModelTaskPhase } from '@/prisma/generated/enums';
import { type AttemptOfTask, noteModelProgress, type TaskProgress } from '@/prisma/queries/model-tasks';

const EVERY_MS = 1_000;

/** While a task runs: writes down how far it is, and hears when it is to stop. */
export class TaskWatch {
  private readonly stopping = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private latest: TaskProgress = {};
  private told = '';
  /** A person has asked to stop. */
  isCancelled = false;
  /** A newer attempt has taken the task over: this one writes nothing more. */
  isSuperseded = false;
  /** Aborts for either reason, and when the worker stops. */
  readonly signal: AbortSignal;

  constructor(
    private readonly key: AttemptOfTask,
    ofJob: AbortSignal,
  ) {
    this.signal = AbortSignal.any([ofJob, this.stopping.signal]);
    this.timer = setInterval(() => void this.look().catch(() => undefined), EVERY_MS);
  }

  async enter(phase: ModelTaskPhase): Promise<void> {
    this.latest = { phase, done: 0n, total: 0n };
    await this.look();
    this.signal.throwIfAborted();
  }

  /** Bytes while fetching, texts while measuring. */
  move(done: number, total: number): void {
    this.latest = { ...this.latest, done: BigInt(done), total: BigInt(total) };
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const progress = this.latest;
    const state = `${progress.phase} ${progress.done} ${progress.total}`;
    const noted =
      state === this.told
        ? await noteModelProgress(getDatabase(), this.key, {})
        : await inTransaction(async (tx) => {
            await publishModels(tx);
            return noteModelProgress(tx, this.key, progress);
          });
    this.told = state;
    this.isSuperseded ||= noted === null;
    this.isCancelled ||= noted?.isCancelRequested ?? false;
    if (this.isSuperseded || this.isCancelled) this.stopping.abort();
  }
}
