import type { ClientBase, Pool } from 'pg';
import type { Database } from '../client';
import { Prisma } from '../generated/client';
import type { IssueSeverity } from '../generated/enums';

export interface ImportAttempt {
  readonly id: string;
  readonly projectId: string;
  readonly collectionId: string;
  readonly fileName: string;
  readonly storageKey: string;
  readonly sha256: string | null;
  readonly readCount: number;
  readonly issueCount: number;
  readonly isCancelRequested: boolean;
  readonly readEncoding: string | null;
  readonly readDelimiter: string | null;
  /** As it was settled; null: columns are told by their names. */
  readonly mapping: object | null;
  readonly mappedById: string | null;
  readonly restores: boolean | null;
  readonly isFullText: boolean;
  /** Who uploaded the file; null when their account is gone. */
  readonly userId: string | null;
  /** Files of an archive that earlier attempts have given up. */
  readonly givenUp: readonly GivenUp[];
}

/** A file of an archive whose reading killed its process. */
export interface GivenUp {
  readonly member: string;
  readonly code: string;
  readonly message: string;
  /** Records of it that are stored, once its rejection is. */
  readonly records: number;
}

/** Takes the run over for a new attempt; null when there is nothing (more) to do. Earlier attempts can write no more. */
export async function beginImportAttempt(
  db: Pool,
  importRunId: string,
  attempt: string,
): Promise<ImportAttempt | null> {
  const { rows } = await db.query<ImportAttempt>(
    `UPDATE "ImportRun" run
     SET "attempt" = $2, "status" = 'RUNNING', "startedAt" = coalesce(run."startedAt", now()),
       "attemptAt" = now(), "attemptRead" = run."readCount", "attemptBytes" = run."bytesRead",
       -- While nothing is stored nothing has to be found again: every file gets another chance.
       "givenUp" = CASE WHEN run."readCount" = 0 THEN '[]' ELSE run."givenUp" END
     FROM "Upload" upload
     WHERE run."id" = $1 AND run."status" IN ('QUEUED', 'RUNNING') AND NOT run."needsInspection"
       AND upload."id" = run."uploadId"
     RETURNING run."id", run."projectId", run."collectionId", run."fileName", upload."storageKey", run."sha256",
       run."readCount", run."issueCount", run."cancelRequestedAt" IS NOT NULL AS "isCancelRequested",
       run."readEncoding", run."readDelimiter", run."mapping", run."mappedById",
       coalesce(run."restores", upload."restores") AS "restores", run."isFullText", upload."userId", run."givenUp"`,
    [importRunId, attempt],
  );
  return rows[0] ?? null;
}

export interface ImportFacts {
  readonly format?: string;
  readonly encoding?: string | null;
  readonly restores?: boolean;
}

/** What was found out about the file; false when a newer attempt has taken over. */
export async function noteImportFacts(
  db: ClientBase | Pool,
  { importRunId, attempt }: AttemptKey,
  facts: ImportFacts,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE "ImportRun"
     SET "format" = coalesce($3, "format"), "encoding" = coalesce($4, "encoding"), "restores" = coalesce($5, "restores")
     WHERE "id" = $1 AND "attempt" = $2 AND "status" = 'RUNNING'`,
    [importRunId, attempt, facts.format ?? null, facts.encoding ?? null, facts.restores ?? null],
  );
  return rowCount === 1;
}

/** Which files of the archive are not opened again; false when a newer attempt has taken over. */
export async function noteGivenUp(
  db: Pool,
  { importRunId, attempt }: AttemptKey,
  givenUp: readonly GivenUp[],
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE "ImportRun" SET "givenUp" = $3::jsonb WHERE "id" = $1 AND "attempt" = $2 AND "status" = 'RUNNING'`,
    [importRunId, attempt, JSON.stringify(givenUp)],
  );
  return rowCount === 1;
}

export interface AttemptKey {
  readonly importRunId: string;
  readonly attempt: string;
}

/**
 * Whether the attempt still has the run, before work is done for it. It locks nothing: that order is addToImport's, which
 * decides in the end.
 */
export async function holdsImport(tx: ClientBase, { importRunId, attempt }: AttemptKey): Promise<boolean> {
  const { rowCount } = await tx.query(
    `SELECT 1 FROM "ImportRun" WHERE "id" = $1 AND "attempt" = $2 AND "status" = 'RUNNING'`,
    [importRunId, attempt],
  );
  return rowCount === 1;
}

export interface ImportTally {
  readonly read: number;
  readonly accepted: number;
  readonly repaired: number;
  readonly rejected: number;
  readonly duplicates: number;
  readonly issues: number;
  /** Of the file, up to the last record of the batch; 0 where its format does not tell. */
  readonly bytesRead: number;
  /** Documents that came with a review of a Winnow export. */
  readonly restored: number;
}

export interface CountedImport {
  readonly isCancelRequested: boolean;
  /** Length of its rejects file that counts. */
  readonly rejectsBytes: number;
  /** Issues of the file before this batch. */
  readonly issuesBefore: number;
  /** Records of the file before this batch, as the database has them. */
  readonly readBefore: number;
}

/** Adds a batch to the run's counters. Answers null when a newer attempt has taken over: then nothing may be written. */
export async function addToImport(
  tx: ClientBase,
  { importRunId, attempt }: AttemptKey,
  tally: ImportTally,
): Promise<CountedImport | null> {
  const { rows } = await tx.query<CountedImport>(
    `UPDATE "ImportRun"
     SET "readCount" = "readCount" + $3, "acceptedCount" = "acceptedCount" + $4, "repairedCount" = "repairedCount" + $5,
       "rejectedCount" = "rejectedCount" + $6, "duplicateCount" = "duplicateCount" + $7, "issueCount" = "issueCount" + $8,
       "bytesRead" = greatest("bytesRead", $9), "restoredCount" = "restoredCount" + $10
     WHERE "id" = $1 AND "attempt" = $2 AND "status" = 'RUNNING'
     RETURNING "cancelRequestedAt" IS NOT NULL AS "isCancelRequested", "rejectsBytes"::float8 AS "rejectsBytes",
       "issueCount" - $8 AS "issuesBefore", "readCount" - $3 AS "readBefore"`,
    [
      importRunId,
      attempt,
      tally.read,
      tally.accepted,
      tally.repaired,
      tally.rejected,
      tally.duplicates,
      tally.issues,
      tally.bytesRead,
      tally.restored,
    ],
  );
  return rows[0] ?? null;
}

export interface NewIssue {
  readonly position: number;
  readonly severity: IssueSeverity;
  readonly file: string | null;
  readonly encoding: string | null;
  readonly line: number | null;
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
  readonly snippet: string;
}

export async function insertImportIssues(tx: ClientBase, importRunId: string, issues: readonly NewIssue[]) {
  if (issues.length === 0) return;
  await tx.query(
    `INSERT INTO "ImportIssue"
       ("importRunId", "position", "severity", "file", "encoding", "line", "field", "code", "message", "snippet")
     SELECT $1, "position", "severity"::"IssueSeverity", "file", "encoding", "line", "field", "code", "message", "snippet"
     FROM json_to_recordset($2::json) AS issue
       ("position" int, "severity" text, "file" text, "encoding" text, "line" int, "field" text, "code" text,
        "message" text, "snippet" text)`,
    [importRunId, JSON.stringify(issues)],
  );
}

export interface CodeCount {
  readonly severity: IssueSeverity;
  readonly code: string;
  readonly count: number;
}

/** Counts every issue by its code, the ones that are not kept one by one too. */
export async function addCodeCounts(tx: ClientBase, importRunId: string, counts: readonly CodeCount[]): Promise<void> {
  if (counts.length === 0) return;
  await tx.query(
    `INSERT INTO "ImportCodeCount" AS known ("importRunId", "severity", "code", "count")
     SELECT $1, "severity"::"IssueSeverity", "code", "count"
     FROM json_to_recordset($2::json) AS given ("severity" text, "code" text, "count" int)
     ON CONFLICT ("importRunId", "severity", "code") DO UPDATE SET "count" = known."count" + EXCLUDED."count"`,
    [importRunId, JSON.stringify(counts)],
  );
}

/** What of the rejects file counts from now on; call it behind addToImport, which holds the run's row. */
export async function noteRejects(
  tx: ClientBase,
  importRunId: string,
  kept: { readonly bytes: number; readonly records: number; readonly cut: number },
): Promise<void> {
  await tx.query(
    `UPDATE "ImportRun"
     SET "rejectsBytes" = $2, "rejectsKept" = "rejectsKept" + $3, "rejectsCut" = "rejectsCut" + $4 WHERE "id" = $1`,
    [importRunId, kept.bytes, kept.records, kept.cut],
  );
}

export type ImportEnding =
  | { readonly status: 'COMPLETED' }
  | { readonly status: 'CANCELLED' }
  | { readonly status: 'FAILED'; readonly code: string; readonly message: string };

/**
 * Ends the run; a completed one that rejected records says so.
 *
 * @returns How many records it has read; null when a newer attempt has taken over.
 */
export async function endImport(
  tx: ClientBase,
  { importRunId, attempt }: AttemptKey,
  ending: ImportEnding,
): Promise<number | null> {
  const failure = ending.status === 'FAILED' ? ending : null;
  const { rows } = await tx.query<{ readCount: number }>(
    `UPDATE "ImportRun"
     SET "status" = CASE WHEN $3 = 'COMPLETED' AND "rejectedCount" > 0 THEN 'COMPLETED_WITH_ERRORS' ELSE $3 END::"ImportStatus",
       "failureCode" = $4, "failureMessage" = $5, "finishedAt" = now(), "attempt" = NULL
     WHERE "id" = $1 AND "attempt" = $2 AND "status" = 'RUNNING'
     RETURNING "readCount"`,
    [importRunId, attempt, ending.status, failure?.code ?? null, failure?.message ?? null],
  );
  return rows[0]?.readCount ?? null;
}

/** Ends a run whose every try ended without a result; false when it has ended already. */
export async function abandonImport(tx: ClientBase, importRunId: string, code: string, message: string) {
  const { rowCount } = await tx.query(
    `UPDATE "ImportRun"
     SET "status" = 'FAILED', "failureCode" = $2, "failureMessage" = $3, "finishedAt" = now(), "attempt" = NULL
     WHERE "id" = $1 AND "status" IN ('QUEUED', 'RUNNING')`,
    [importRunId, code, message],
  );
  return rowCount === 1;
}

export interface SameFile {
  readonly id: string;
  readonly fileName: string;
  readonly readCount: number;
  readonly isUnderway: boolean;
}

/**
 * Enters the run as the one that brings these bytes, or answers with the import of the same bytes, read in the same way,
 * that came before it into this project: done, or entered and under way. Under another mapping, or with other labels,
 * the same bytes say something else. Ask under lockProjectDocuments: whoever asks first goes ahead, whichever was
 * uploaded first, and one that waits for another (requeueImport) holds nobody up.
 */
export async function claimFile(
  tx: ClientBase,
  key: { projectId: string; importRunId: string; sha256: string },
): Promise<SameFile | null> {
  const { rows } = await tx.query<SameFile>(
    `SELECT other."id", other."fileName", other."readCount", other."status" IN ('QUEUED', 'RUNNING') AS "isUnderway"
     FROM "ImportRun" other JOIN "ImportRun" mine ON mine."id" = $2
     WHERE other."projectId" = $1 AND other."sha256" = $3 AND other."id" <> $2 AND other."sameAsId" IS NULL
       AND other."mapping" #- '{label,name}' IS NOT DISTINCT FROM mine."mapping" #- '{label,name}'
       AND other."isFullText" = mine."isFullText"
       AND other."readEncoding" IS NOT DISTINCT FROM mine."readEncoding"
       AND other."readDelimiter" IS NOT DISTINCT FROM mine."readDelimiter"
       AND other."status" IN ('COMPLETED', 'COMPLETED_WITH_ERRORS', 'QUEUED', 'RUNNING')
     ORDER BY "isUnderway", other."createdAt" LIMIT 1`,
    [key.projectId, key.importRunId, key.sha256],
  );
  const same = rows[0] ?? null;
  await tx.query('UPDATE "ImportRun" SET "sha256" = $2, "sameAsId" = $3 WHERE "id" = $1', [
    key.importRunId,
    key.sha256,
    same?.id ?? null,
  ]);
  return same;
}

/** Back in line, behind another import that must end first. */
export async function requeueImport(tx: ClientBase, { importRunId, attempt }: AttemptKey): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE "ImportRun" SET "status" = 'QUEUED', "attempt" = NULL
     WHERE "id" = $1 AND "attempt" = $2 AND "status" = 'RUNNING'`,
    [importRunId, attempt],
  );
  return rowCount === 1;
}

/** Asks a run to stop, or stops one that has not begun. False when it has ended already. */
export async function requestImportCancel(db: Database, projectId: string, importRunId: string): Promise<boolean> {
  const cancelled = {
    status: 'CANCELLED',
    cancelRequestedAt: new Date(),
    finishedAt: new Date(),
    attempt: null,
  } as const;
  const waiting = await db.importRun.updateMany({
    where: { projectId, id: importRunId, status: 'QUEUED' },
    data: cancelled,
  });
  if (waiting.count === 1) return true;
  // Started again, it is looked at anew and asks again.
  const asking = await db.importRun.updateMany({
    where: { projectId, id: importRunId, status: 'NEEDS_MAPPING' },
    data: { ...cancelled, needsInspection: true, preview: Prisma.DbNull },
  });
  if (asking.count === 1) return true;
  const running = await db.importRun.updateMany({
    where: { projectId, id: importRunId, status: 'RUNNING' },
    data: { cancelRequestedAt: new Date() },
  });
  return running.count === 1;
}

/**
 * A failed or cancelled run back into the queue, with what it has read so far, or, while it has read nothing, to be
 * asked about its columns whatever is remembered. False for any other.
 */
export async function reopenImport(
  db: Database,
  projectId: string,
  importRunId: string,
  { asksMapping = false } = {},
): Promise<boolean> {
  const anew = { ...NOT_MAPPED, mappingRule: 'ASK_ALWAYS', needsInspection: true } as const;
  const { count } = await db.importRun.updateMany({
    where: {
      projectId,
      id: importRunId,
      status: { in: ['FAILED', 'CANCELLED'] },
      ...(asksMapping ? { readCount: 0 } : {}),
    },
    data: {
      ...(asksMapping ? anew : {}),
      status: 'QUEUED',
      attempt: null,
      cancelRequestedAt: null,
      finishedAt: null,
      failureCode: null,
      failureMessage: null,
    },
  });
  return count === 1;
}

const NOT_MAPPED = { mapping: Prisma.DbNull, mappingOrigin: null, mappedById: null, mappedAt: null };

/** Whether the project holds documents that did not come with this import. */
export async function hasOtherDocuments(
  db: Pool,
  { projectId, importRunId }: { projectId: string; importRunId: string },
): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM "Document"
       WHERE "projectId" = $1 AND "importRunId" IS DISTINCT FROM $2::uuid) AS "has"`,
    [projectId, importRunId],
  );
  return rows[0]?.has ?? false;
}
