import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { JOB_DEFINITIONS } from '@/jobs/definitions';
import { ListenConnection } from '@/jobs/listen-connection';
import { JOBS_CHANNEL } from '@/jobs/queue';
import type { ClaimedJob } from '@/jobs/worker/running-job';

/** First key of the advisory locks that say "this job's worker lives": 'winn' in ASCII. */
const LOCK_CLASS = 0x77696e6e;

/** Between a job's claim and its lock lie a few milliseconds; younger claims are left alone. */
const YOUNGEST_ORPHAN_SECONDS = 2;

type Held = Pick<ClaimedJob<unknown>, 'id' | 'name' | 'attempt' | 'abort' | 'fail'>;

/**
 * Tells the others that this worker lives. Each job in hand is covered by an advisory lock on one connection: the
 * server drops it the moment the process dies, however it dies, so that the job runs again within seconds instead of
 * waiting for a heartbeat to time out. The heartbeat stays for a worker that is frozen or cut off without dying.
 */
export class Presence {
  private readonly held = new Map<string, Held>();
  private readonly connection: ListenConnection;

  constructor(onJobs: (queue: string) => void) {
    this.connection = new ListenConnection({
      channels: [JOBS_CHANNEL],
      applicationName: 'winnow-worker',
      onNotice: (_channel, queue) => onJobs(queue),
      onConnect: async () => {
        for (const id of this.held.keys()) await this.lock(id);
        for (const { name } of JOB_DEFINITIONS) onJobs(name);
      },
    });
  }

  open(): void {
    this.connection.open();
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  get jobs(): Held[] {
    return [...this.held.values()];
  }

  async hold(job: Held): Promise<void> {
    this.held.set(job.id, job);
    // Without a connection the lock is taken when it comes back; the database refuses a lost claim in any case.
    await this.lock(job.id);
  }

  async release(job: Held): Promise<void> {
    this.held.delete(job.id);
    await this.connection.ask('SELECT pg_advisory_unlock_shared($1, hashtext($2))', [LOCK_CLASS, job.id]);
  }

  /** Renews the heartbeat of every job in hand; one that is another's by now is told to stop. */
  async beat(boss: PgBoss, lost: (job: Held) => void): Promise<void> {
    for (const name of new Set(this.jobs.map((job) => job.name))) {
      const jobs = this.jobs.filter((job) => job.name === name);
      const response = await boss.touch(
        name,
        jobs.map(({ attempt }) => attempt),
      );
      if (!('settled' in response) || !Array.isArray(response.settled)) continue;
      const alive = new Set<unknown>(response.settled);
      for (const job of jobs) if (!alive.has(job.id) && this.held.has(job.id)) lost(job);
    }
  }

  /** Shared, so that two jobs whose ids hash alike never wait for each other. */
  private lock(jobId: string): Promise<void> {
    return this.connection.ask('SELECT pg_try_advisory_lock_shared($1, hashtext($2))', [LOCK_CLASS, jobId]);
  }
}

/** Puts jobs of dead workers back into the queue; answers how many. */
export async function reviveOrphans(boss: PgBoss, pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: string; name: string; retryCount: number }>(ORPHANS, [
    JOB_DEFINITIONS.map(({ name }) => name),
    LOCK_CLASS,
    YOUNGEST_ORPHAN_SECONDS,
  ]);
  for (const { id, name, retryCount } of rows) {
    await boss.fail(name, { id, retryCount }, { message: 'The worker that had this job died.' });
    await pool.query('SELECT pg_notify($1, $2)', [JOBS_CHANNEL, name]);
  }
  return rows.length;
}

const ORPHANS = `
  SELECT job.id, job.name, job.retry_count AS "retryCount"
  FROM pgboss.job
  WHERE job.name = ANY ($1::text[]) AND job.state = 'active'
    AND job.started_on < now() - make_interval(secs => $3)
    AND NOT EXISTS (
      SELECT 1 FROM pg_locks
      WHERE pg_locks.locktype = 'advisory' AND pg_locks.objsubid = 2 AND pg_locks.granted
        AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND pg_locks.classid = $2::oid
        AND pg_locks.objid = (hashtext(job.id::text)::bigint & 4294967295)::oid
    )`;
