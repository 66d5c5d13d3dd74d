import type { Pool } from 'pg';

/** Whether a job of the queue could be taken now. */
export async function hasWaitingJobs(db: Pool, queue: string): Promise<boolean> {
  const { rows } = await db.query<{ isWaiting: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM pgboss.job
       WHERE name = $1 AND state < 'active' AND NOT blocked AND start_after <= now()
     ) AS "isWaiting"`,
    [queue],
  );
  return rows[0]?.isWaiting ?? false;
}
