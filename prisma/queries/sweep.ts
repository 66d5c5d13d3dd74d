import type { Pool } from 'pg';

/** Running runs with nothing left to score; for the sweep, across projects. */
export async function findDoneRuns(db: Pool): Promise<{ projectId: string; runId: string }[]> {
  const { rows } = await db.query<{ projectId: string; runId: string }>(
    `SELECT "projectId", "id" AS "runId" FROM "ScoringRun"
     WHERE "status" = 'RUNNING' AND "scoredCount" + "failedCount" >= "totalCount" AND "totalCount" > 0`,
  );
  return rows;
}

interface LostImport {
  readonly projectId: string;
  readonly importRunId: string;
  readonly needsInspection: boolean;
}

/** Imports that wait or run although no job of theirs is left in the queue. */
export async function findLostImports(db: Pool): Promise<LostImport[]> {
  const { rows } = await db.query<LostImport>(
    `SELECT run."projectId", run."id" AS "importRunId", run."needsInspection" FROM "ImportRun" run
     WHERE (run."status" IN ('QUEUED', 'RUNNING') OR run."status" = 'NEEDS_MAPPING' AND run."needsInspection")
       AND run."createdAt" < now() - interval '1 minute'
       AND NOT EXISTS (
         SELECT 1 FROM pgboss.job
         WHERE job.name IN ('inspect-file', 'import-file', 'give-up-import') AND job.state <= 'active'
           AND job.data ->> 'importRunId' = run."id"::text)`,
  );
  return rows;
}

/** Answers of idempotency keys are kept for a day. */
export async function deleteOldIdempotentRequests(db: Pool): Promise<void> {
  await db.query(`DELETE FROM "IdempotentRequest" WHERE "createdAt" < now() - interval '1 day'`);
}
