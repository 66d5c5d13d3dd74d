import { type AnyDatabase, readRows } from './read-rows';

/** What a team uses of what it may use. */
export interface TeamUsage {
  /** Duplicates included: they are stored too. */
  readonly documents: number;
  /** Files as uploaded or promised by an upload under way, and rejected records that are kept. */
  readonly storedBytes: number;
  /** Uploads under way and imports that have not ended. */
  readonly filesAtOnce: number;
}

/** An operator's word on a team; null in place of a number: as the settings say, 0: without limit. */
export interface QuotaOverride {
  readonly documents: number | null;
  readonly storedBytes: number | null;
  readonly filesAtOnce: number | null;
  readonly fileBytes: number | null;
}

const NO_OVERRIDE: QuotaOverride = { documents: null, storedBytes: null, filesAtOnce: null, fileBytes: null };

export async function findQuotaOverride(db: AnyDatabase, teamId: string): Promise<QuotaOverride> {
  const [override] = await findQuotaOverrides(db, [teamId]);
  return override ?? NO_OVERRIDE;
}

/** In the order asked. */
export async function findQuotaOverrides(db: AnyDatabase, teamIds: readonly string[]): Promise<QuotaOverride[]> {
  const rows = await readRows<QuotaOverride & { teamId: string }>(
    db,
    `SELECT "teamId", "documents"::float8 AS "documents", "storedBytes"::float8 AS "storedBytes", "filesAtOnce",
       "fileBytes"::float8 AS "fileBytes"
     FROM "TeamQuota" WHERE "teamId" = ANY ($1::uuid[])`,
    [[...teamIds]],
  );
  const known = new Map(rows.map(({ teamId, ...override }) => [teamId, override]));
  return teamIds.map((id) => known.get(id) ?? NO_OVERRIDE);
}

export async function saveQuotaOverride(db: AnyDatabase, teamId: string, quota: QuotaOverride): Promise<void> {
  await readRows(
    db,
    `INSERT INTO "TeamQuota" ("teamId", "documents", "storedBytes", "filesAtOnce", "fileBytes")
     VALUES ($1::uuid, $2::bigint, $3::bigint, $4::int, $5::bigint)
     ON CONFLICT ("teamId") DO UPDATE SET "documents" = EXCLUDED."documents", "storedBytes" = EXCLUDED."storedBytes",
       "filesAtOnce" = EXCLUDED."filesAtOnce", "fileBytes" = EXCLUDED."fileBytes", "updatedAt" = now()
     RETURNING "teamId"`,
    [teamId, quota.documents, quota.storedBytes, quota.filesAtOnce, quota.fileBytes],
  );
}

export async function measureTeamUsage(db: AnyDatabase, teamId: string): Promise<TeamUsage> {
  const [usage] = await measureTeamUsages(db, [teamId]);
  return usage ?? NO_USE;
}

/**
 * In the order asked. Added up from imports and uploads, of which a team has thousands, and not from documents, of which
 * it has millions.
 */
export async function measureTeamUsages(db: AnyDatabase, teamIds: readonly string[]): Promise<TeamUsage[]> {
  const rows = await readRows<TeamUsage & { teamId: string }>(db, USAGE, [[...teamIds]]);
  const known = new Map(rows.map(({ teamId, ...usage }) => [teamId, usage]));
  return teamIds.map((id) => known.get(id) ?? NO_USE);
}

const NO_USE: TeamUsage = { documents: 0, storedBytes: 0, filesAtOnce: 0 };

const USAGE = `
  SELECT team."id" AS "teamId", imports."documents", imports."bytes" + uploads."bytes" AS "storedBytes",
    (imports."open" + uploads."open")::int AS "filesAtOnce"
  FROM unnest($1::uuid[]) AS team("id")
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE run."finishedAt" IS NULL) AS "open", coalesce(sum(run."rejectsBytes"), 0)::float8 AS "bytes",
      coalesce(sum(run."acceptedCount" + run."repairedCount" + run."duplicateCount" - run."removedCount")
        FILTER (WHERE run."sameAsId" IS NULL), 0)::float8 AS "documents"
    FROM "ImportRun" run JOIN "Project" project ON project."id" = run."projectId" WHERE project."teamId" = team."id"
  ) AS imports
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE upload."status" = 'RECEIVING') AS "open",
      coalesce(sum(upload."sizeBytes") FILTER (WHERE upload."status" <> 'ABANDONED'), 0)::float8 AS "bytes"
    FROM "Upload" upload JOIN "Project" project ON project."id" = upload."projectId" WHERE project."teamId" = team."id"
  ) AS uploads`;

export async function findTeamOfProject(db: AnyDatabase, projectId: string): Promise<string | null> {
  const rows = await readRows<{ teamId: string }>(db, 'SELECT "teamId" FROM "Project" WHERE "id" = $1::uuid', [
    projectId,
  ]);
  return rows[0]?.teamId ?? null;
}

/** Until the transaction ends nobody else of the team takes room: two that ask at once do not both get the last of it. */
export async function lockTeamRoom(tx: AnyDatabase, teamId: string): Promise<void> {
  await readRows(tx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))::text AS locked`, [`room:${teamId}`]);
}
