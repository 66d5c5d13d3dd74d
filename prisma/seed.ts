import type { Pool } from 'pg';
import type { Role } from './generated/enums';

/** People and their team; without a password hash nobody can sign in as them. */
export interface SeededTeam {
  readonly teamId: string;
  readonly userIds: readonly string[];
}

/** Made for tests and measurements: a team whose members have the roles given, in that order. */
export async function seedTeam(pool: Pool, name: string, roles: readonly Role[]): Promise<SeededTeam> {
  const { rows } = await pool.query<{ teamId: string; userIds: string[] }>(
    `WITH team AS (
       INSERT INTO "Team" ("id", "name") VALUES (uuidv7(), $1) RETURNING "id"
     ), people AS (
       SELECT uuidv7() AS "id", role::"Role" AS role, place
       FROM unnest($2::text[]) WITH ORDINALITY AS given(role, place)
     ), users AS (
       INSERT INTO "User" ("id", "email", "name", "passwordHash")
       SELECT "id", 'seed-' || "id" || '@example.org', $1 || ' ' || initcap(role::text), 'none' FROM people
       RETURNING "id"
     ), members AS (
       INSERT INTO "Membership" ("teamId", "userId", "role") SELECT team."id", people."id", role FROM team, people
     )
     SELECT team."id" AS "teamId", (SELECT array_agg("id" ORDER BY place) FROM people) AS "userIds"
     FROM team, (SELECT count(*) FROM users) AS made`,
    [name, roles],
  );
  return only(rows);
}

/** Lets an account that exists own a seeded team as well; false when there is no such account. */
export async function addToTeam(pool: Pool, teamId: string, email: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO "Membership" ("teamId", "userId", "role") SELECT $1, "id", 'OWNER' FROM "User" WHERE "email" = $2`,
    [teamId, email.toLowerCase()],
  );
  return rowCount === 1;
}

export interface SeededProject {
  readonly projectId: string;
  readonly collectionIds: readonly string[];
  readonly scoringRunId: string;
  readonly modelRevisionId: string;
}

/** An empty project with collections and a finished scoring run of a model that never ran. */
export async function seedProject(
  pool: Pool,
  { teamId, name = 'Seeded', collections = 2 }: { teamId: string; name?: string; collections?: number },
): Promise<SeededProject> {
  const { rows } = await pool.query<SeededProject>(
    `WITH project AS (
       INSERT INTO "Project" ("id", "teamId", "name") VALUES (uuidv7(), $1, $2) RETURNING "id"
     ), collections AS (
       INSERT INTO "Collection" ("id", "projectId", "name")
       SELECT uuidv7(), project."id", 'Collection ' || number FROM project, generate_series(1, $3::int) AS number
       RETURNING "id"
     ), model AS (
       INSERT INTO "ModelRevision" ("id", "name", "revision", "contentHash", "precision", "maxTokens")
       VALUES (uuidv7(), 'Seeded scores', 'seed', repeat('5eed', 16), 'fp32', 4096)
       ON CONFLICT ("contentHash", "precision") DO UPDATE SET "name" = EXCLUDED."name" RETURNING "id"
     ), run AS (
       INSERT INTO "ScoringRun" ("id", "projectId", "modelRevisionId", "maxTokens", "status", "startedAt", "finishedAt")
       SELECT uuidv7(), project."id", model."id", 4096, 'COMPLETED', now(), now() FROM project, model RETURNING "id"
     )
     SELECT project."id" AS "projectId", run."id" AS "scoringRunId", model."id" AS "modelRevisionId",
            (SELECT array_agg("id" ORDER BY "id") FROM collections) AS "collectionIds"
     FROM project, run, model`,
    [teamId, name, collections],
  );
  return only(rows);
}

/** One document as a test names it; what is left out is null, PENDING without a raw score, SCORED with one. */
export interface SeedDocument {
  readonly title?: string;
  readonly text?: string;
  readonly collection?: number;
  readonly status?: 'PENDING' | 'SCORED' | 'FAILED';
  readonly rawScore?: number;
  readonly calibratedScore?: number;
  /** Place in this list of the document it repeats. */
  readonly duplicateOf?: number;
}

/** Documents with their texts and scores, exactly as given; returns their ids in the order given. */
export async function seedDocuments(
  pool: Pool,
  project: SeededProject,
  documents: readonly SeedDocument[],
): Promise<string[]> {
  const { rows } = await pool.query<{ ids: string[] }>(
    `WITH given AS MATERIALIZED (
       SELECT uuidv7() AS "id", row.* FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (
         "title" text, "text" text, "collection" int, "status" text, "rawScore" float8, "calibratedScore" float8,
         "duplicateOf" int)) WITH ORDINALITY AS row("title", "text", "collection", "status", "rawScore",
         "calibratedScore", "duplicateOf", "place")
     ), documents AS (
       INSERT INTO "Document" ("projectId", "id", "collectionId", "recordNumber", "externalId", "title", "dedupKey",
         "duplicateOfId", "status", "textLength", "rawScore", "calibratedScore")
       SELECT $1, given."id", ($3::uuid[])[coalesce(given."collection", 0) + 1], given."place", 'seed-' || given."place",
         given."title", 'seed-' || given."id", original."id",
         coalesce(given."status", CASE WHEN given."rawScore" IS NULL THEN 'PENDING' ELSE 'SCORED' END)::"DocumentStatus",
         length(coalesce(given."text", '')), given."rawScore", given."calibratedScore"
       FROM given LEFT JOIN given AS original ON original."place" = given."duplicateOf" + 1
       RETURNING "id"
     ), texts AS (
       INSERT INTO "DocumentText" ("projectId", "documentId", "text", "search")
       SELECT $1, "id", coalesce("text", ''), to_tsvector('english', coalesce("title", '') || ' ' || coalesce("text", ''))
       FROM given
     ), scores AS (
       INSERT INTO "Score" ("projectId", "runId", "documentId", "rawScore", "tokensTotal", "tokensRead", "isTruncated",
         "precision", "provider", "attempt")
       SELECT $1, $4, "id", "rawScore", 10, 10, false, 'fp32', 'seed', $4 FROM given WHERE "rawScore" IS NOT NULL
     )
     SELECT (SELECT array_agg("id" ORDER BY "place") FROM given) AS "ids" FROM (SELECT count(*) FROM documents) AS made`,
    [project.projectId, JSON.stringify(documents), project.collectionIds, project.scoringRunId],
  );
  return only(rows).ids ?? [];
}

export interface GenerateOptions {
  readonly count: number;
  /** Told after every batch with the documents there are by then. */
  readonly onProgress?: (made: number) => void;
}

const BATCH = 50_000;

/**
 * Many documents made inside PostgreSQL, the same for the same count: scores crowd near 1 and 5 and tie by the dozen
 * (four decimals), 2 % are duplicates, 1 % pending, 0.2 % failed, 0.5 % overridden by `raterId`.
 */
export async function generateDocuments(
  pool: Pool,
  project: SeededProject,
  raterId: string,
  { count, onProgress }: GenerateOptions,
): Promise<void> {
  for (let from = 1; from <= count; from += BATCH) {
    const to = Math.min(count, from + BATCH - 1);
    await pool.query(GENERATE_SQL, [project.projectId, project.collectionIds, project.scoringRunId, raterId, from, to]);
    onProgress?.(to);
  }
  await pool.query(
    `UPDATE "ScoringRun" SET "totalCount" = counted.total, "scoredCount" = counted.scored, "failedCount" = counted.failed
     FROM (SELECT count(*) FILTER (WHERE "duplicateOfId" IS NULL) AS total,
                  count(*) FILTER (WHERE "status" = 'SCORED') AS scored,
                  count(*) FILTER (WHERE "status" = 'FAILED') AS failed
           FROM "Document" WHERE "projectId" = $1) AS counted
     WHERE "ScoringRun"."id" = $2`,
    [project.projectId, project.scoringRunId],
  );
  for (const table of ['Document', 'DocumentText', 'Score', 'Rating']) await pool.query(`VACUUM (ANALYZE) "${table}"`);
}

// uniform(n, salt): a number in [0, 1) that depends on nothing else, so that two seeded databases are alike.
const uniform = (salt: number) => `((hashint8extended(number, ${salt}) & 1048575) / 1048576.0)`;

const GENERATE_SQL = `
  WITH numbers AS MATERIALIZED (
    SELECT number, uuidv7() AS "id", ${uniform(1)} AS kind, ${uniform(2)} AS side, ${uniform(3)} AS spread,
           ${uniform(4)} AS word, ${uniform(5)} AS expert
    FROM generate_series($5::bigint, $6::bigint) AS number
  ), given AS MATERIALIZED (
    SELECT *, kind >= 0.98 AND number > $5 AS is_duplicate,
           CASE WHEN kind < 0.01 THEN 'PENDING' WHEN kind < 0.012 THEN 'FAILED' WHEN kind >= 0.98 AND number > $5 THEN 'PENDING'
                ELSE 'SCORED' END AS status,
           round((CASE WHEN side < 0.45 THEN 1 + 1.9 * spread * spread ELSE 5 - 2.4 * spread * spread END)::numeric, 4)::float8 AS score,
           (ARRAY['Trial of', 'Cohort study of', 'Review of', 'Guideline on', 'Case report on', 'Manual for'])[1 + (word * 6)::int % 6]
             || ' ' || (ARRAY['asthma', 'diabetes', 'stroke', 'sepsis', 'bicycles', 'printers', 'depression', 'malaria'])[1 + (spread * 8)::int % 8]
             || ' ' || number AS title
    FROM numbers
  ), documents AS (
    INSERT INTO "Document" ("projectId", "id", "collectionId", "recordNumber", "externalId", "title", "year", "dedupKey",
      "duplicateOfId", "status", "failureCode", "textLength", "rawScore", "overrideScore", "version")
    SELECT $1::uuid, "id", ($2::uuid[])[1 + (number % cardinality($2::uuid[]))::int], number, 'seed-' || number, title,
      1980 + (number % 46)::int, md5(number::text),
      CASE WHEN is_duplicate THEN (SELECT "id" FROM numbers WHERE number = $5) END,
      status::"DocumentStatus", CASE WHEN status = 'FAILED' THEN 'EMPTY_TEXT' END, 400,
      CASE WHEN status = 'SCORED' THEN score END,
      CASE WHEN status = 'SCORED' AND expert < 0.005 THEN 1 + round((expert * 800)::numeric, 1) END,
      CASE WHEN status = 'SCORED' AND expert < 0.005 THEN 2 ELSE 1 END
    FROM given
  ), texts AS (
    INSERT INTO "DocumentText" ("projectId", "documentId", "text", "authors", "journal", "search")
    SELECT $1::uuid, "id", body, ARRAY['Seed A', 'Seed B'], 'Journal of Seeds', to_tsvector('english', title || ' ' || body)
    FROM given CROSS JOIN LATERAL (SELECT title || '. Background: patients were followed for ' || number % 97
      || ' months. Methods: we compared groups at site s' || number % 5000 || ' with usual care. Results: outcome ' || md5(number::text)
      || ' was recorded. Conclusion: further study is needed.' AS body) AS written
  ), scores AS (
    INSERT INTO "Score" ("projectId", "runId", "documentId", "rawScore", "tokensTotal", "tokensRead", "isTruncated",
      "precision", "provider", "attempt")
    SELECT $1::uuid, $3::uuid, "id", score, 80, 80, false, 'fp32', 'seed', $3::uuid FROM given WHERE status = 'SCORED'
  )
  INSERT INTO "Rating" ("id", "projectId", "documentId", "raterId", "kind", "value", "reason")
  SELECT uuidv7(), $1::uuid, "id", $4::uuid, 'OVERRIDE', 1 + round((expert * 800)::numeric, 1), 'seeded'
  FROM given WHERE status = 'SCORED' AND expert < 0.005`;

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (!row) throw new Error('The statement was to return one row.');
  return row;
}
