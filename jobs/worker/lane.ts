import type { PgBoss } from 'pg-boss';
import type { JobDefinition } from '@/jobs/definitions';
import type { Presence } from '@/jobs/worker/presence';
import { ClaimedJob, ClaimLost, type FetchedJob, GivenBack, type JobHandler } from '@/jobs/worker/running-job';
import type { WakeBell } from '@/jobs/worker/wake-bell';
import type { WorkerLog } from '@/jobs/worker/worker-log';

/** Notices wake a lane at once; this is for the ones that were missed, and for jobs due later. */
const POLL_MS = 2_000;
const LONGEST_PAUSE_MS = 15_000;

export interface LaneTools {
  readonly boss: PgBoss;
  readonly presence: Presence;
  readonly bell: WakeBell;
  readonly log: WorkerLog;
}

export interface LaneWork<Payload extends object> {
  readonly definition: JobDefinition<Payload>;
  readonly handler: JobHandler<Payload>;
  /** Asked before a job is taken: false leaves the jobs to workers that can do them. */
  readonly isReady?: () => Promise<boolean>;
}

/** Takes one job after the other from a queue. Several lanes beside each other keep the database off the engine's path. */
export class Lane<Payload extends object> {
  private isStopping = false;
  private troubles = 0;
  private done: Promise<void> = Promise.resolve();

  constructor(
    private readonly tools: LaneTools,
    private readonly work: LaneWork<Payload>,
  ) {}

  start(): void {
    this.done = this.run();
  }

  /** Takes no more; resolves when the job in hand is settled. */
  stop(): Promise<void> {
    this.isStopping = true;
    this.tools.bell.ring(this.work.definition.name);
    this.tools.bell.ring(this.pauseName);
    return this.done;
  }

  private get pauseName(): string {
    return `${this.work.definition.name}:pause`;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      try {
        const isIdle = !(await this.takeOne());
        if (isIdle && !this.isStopping) await this.tools.bell.sleep(this.work.definition.name, POLL_MS);
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  private async takeOne(): Promise<boolean> {
    const { definition, isReady } = this.work;
    if (isReady && !(await isReady())) return false;
    if (this.isStopping) return false;
    const [job] = await this.tools.boss.fetch<object>(definition.name);
    if (!job) return false;
    await this.settle({ id: job.id, name: definition.name, data: job.data, retryCount: job.retryCount });
    return true;
  }

  private async settle(fetched: FetchedJob): Promise<void> {
    const { boss, presence, log } = this.tools;
    const job = new ClaimedJob(boss, fetched, this.work.definition.payload.parse(fetched.data));
    await presence.hold(job);
    try {
      if (this.isStopping) throw new GivenBack('The worker is stopping.');
      await this.work.handler(job);
      await job.complete();
      this.troubles = 0;
    } catch (error) {
      if (error instanceof ClaimLost) {
        log.info({ event: 'job-lost', queue: job.name, job: job.id });
        return;
      }
      const reason = error instanceof Error ? error.message : String(error);
      await job.fail(reason);
      if (error instanceof GivenBack) log.info({ event: 'job-given-back', queue: job.name, job: job.id });
      else throw error;
    } finally {
      await presence.release(job);
    }
  }

  /** Waits longer after each failure in a row: a lost database or a broken model is not helped by asking faster. */
  private async recover(error: unknown): Promise<void> {
    this.troubles += 1;
    const pauseMs = Math.min(250 * 2 ** this.troubles, LONGEST_PAUSE_MS);
    this.tools.log.warn({ event: 'job-trouble', queue: this.work.definition.name, err: error, pauseMs });
    const until = Date.now() + pauseMs;
    while (!this.isStopping && Date.now() < until) {
      await this.tools.bell.sleep(this.pauseName, until - Date.now());
    }
  }
}
