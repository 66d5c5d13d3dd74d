import type { PgBoss } from 'pg-boss';
import { bossDatabase, type Transaction } from '@/jobs/boss-database';

/** What a handler gets: the payload, when to stop, and a way to complete the job together with its work. */
export interface RunningJob<Payload> {
  readonly id: string;
  readonly name: string;
  readonly payload: Payload;
  /** Aborted when the worker stops or the claim has gone to another. */
  readonly signal: AbortSignal;
  /** Completes the job when the transaction commits; throws ClaimLost when it is no longer this worker's. */
  completeIn(tx: Transaction): Promise<void>;
}

export type JobHandler<Payload> = (job: RunningJob<Payload>) => Promise<void>;

/** Another worker has the job now: whatever this one was about to write must not be written. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/** The worker is stopping: the job goes back and is taken up again from where it stopped. */
export class GivenBack extends Error {
  override readonly name = 'GivenBack';
}

export interface FetchedJob {
  readonly id: string;
  readonly name: string;
  readonly data: object;
  readonly retryCount: number;
}

/** A job in this worker's hands, one attempt of it: pg-boss refuses to settle any other. */
export class ClaimedJob<Payload> implements RunningJob<Payload> {
  readonly id: string;
  readonly name: string;
  private readonly controller = new AbortController();
  private isCompletedInside = false;

  constructor(
    private readonly boss: PgBoss,
    private readonly fetched: FetchedJob,
    readonly payload: Payload,
  ) {
    this.id = fetched.id;
    this.name = fetched.name;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get attempt(): { id: string; retryCount: number } {
    return { id: this.fetched.id, retryCount: this.fetched.retryCount };
  }

  abort(reason: Error): void {
    this.controller.abort(reason);
  }

  async completeIn(tx: Transaction): Promise<void> {
    this.requireSettled(await this.boss.complete(this.name, this.attempt, null, { db: bossDatabase(tx) }));
    this.isCompletedInside = true;
  }

  /** After the handler: completes what it has not completed itself. */
  async complete(): Promise<void> {
    if (this.isCompletedInside) return;
    this.requireSettled(await this.boss.complete(this.name, this.attempt));
  }

  /** Back into the queue, or to the job that takes over after the last try. */
  async fail(reason: string): Promise<void> {
    await this.boss.fail(this.name, this.attempt, { message: reason.slice(0, 2000) });
  }

  private requireSettled(response: object): void {
    if ('affected' in response && response.affected === 1) return;
    throw new ClaimLost(`The job ${this.name} ${this.id} is no longer this worker's.`);
  }
}
