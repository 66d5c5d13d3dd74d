import type { ClientBase, Pool } from 'pg';
import type { Database } from '../client';
import { hashColumns } from './column-mappings';
import type { AttemptKey } from './imports';

export interface Inspection {
  readonly id: string;
  readonly projectId: string;
  readonly teamId: string;
  readonly fileName: string;
  readonly storageKey: string;
  readonly status: 'QUEUED' | 'NEEDS_MAPPING';
  readonly mappingRule: 'ASK_ALWAYS' | 'ASK' | 'AUTO';
  readonly readEncoding: string | null;
  readonly readDelimiter: string | null;
}

/** Takes the inspection over for a new attempt; null when there is nothing (more) to look at. */
export async function beginInspection(db: Pool, importRunId: string, attempt: string): Promise<Inspection | null> {
  const { rows } = await db.query<Inspection>(
    `UPDATE "ImportRun" run SET "attempt" = $2
     FROM "Upload" upload, "Project" project
     WHERE run."id" = $1 AND run."needsInspection" AND run."status" IN ('QUEUED', 'NEEDS_MAPPING')
       AND upload."id" = run."uploadId" AND project."id" = run."projectId"
     RETURNING run."id", run."projectId", project."teamId", run."fileName", upload."storageKey", run."status",
       run."mappingRule", run."readEncoding", run."readDelimiter"`,
    [importRunId, attempt],
  );
  return rows[0] ?? null;
}

/** What an import goes on with; null where nobody needs to be asked because there is nothing to ask. */
export interface SettledMapping {
  readonly mapping: object | null;
  readonly origin: 'REMEMBERED' | 'DETECTED' | null;
  readonly mappedById: string | null;
  readonly mappedAt: Date | null;
}

interface Found {
  readonly format: string;
  readonly encoding: string | null;
}

interface Preview extends Found {
  readonly columns: readonly { readonly name: string }[] | null;
}

/** The columns need no asking: the run is in line to be read. False when another attempt has taken over. */
export async function goOnWith(
  tx: ClientBase,
  { importRunId, attempt }: AttemptKey,
  { format, encoding }: Found,
  { mapping, origin, mappedById, mappedAt }: SettledMapping,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE "ImportRun"
     SET "needsInspection" = false, "attempt" = NULL, "format" = $3, "encoding" = $4, "preview" = NULL,
       "previewVersion" = "previewVersion" + 1, "previewedAt" = now(), "mapping" = $5, "mappingOrigin" = $6::"MappingOrigin",
       "mappedById" = $7, "mappedAt" = $8
     WHERE "id" = $1 AND "attempt" = $2 AND "needsInspection" AND "status" = 'QUEUED'`,
    [importRunId, attempt, format, encoding, mapping && JSON.stringify(mapping), origin, mappedById, mappedAt],
  );
  return rowCount === 1;
}

/** The run waits with its preview for a person. False when another attempt has taken over. */
export async function askForMapping(
  tx: ClientBase,
  { importRunId, attempt }: AttemptKey,
  preview: Preview,
): Promise<boolean> {
  const columnsHash = hashColumns((preview.columns ?? []).map(({ name }) => name));
  const { rowCount } = await tx.query(
    `UPDATE "ImportRun"
     SET "status" = 'NEEDS_MAPPING', "needsInspection" = false, "attempt" = NULL, "format" = $3, "encoding" = $4,
       "preview" = $5, "columnsHash" = $6, "previewVersion" = "previewVersion" + 1, "previewedAt" = now(),
       "previewFailureCode" = NULL, "previewFailureMessage" = NULL
     WHERE "id" = $1 AND "attempt" = $2 AND "needsInspection" AND "status" IN ('QUEUED', 'NEEDS_MAPPING')`,
    [importRunId, attempt, preview.format, preview.encoding, JSON.stringify(preview), columnsHash],
  );
  return rowCount === 1;
}

/**
 * The file could not be inspected: the import has failed, or, where a person has asked to read it in another way, it
 * waits on with the preview from before. Without an attempt it is said of whichever attempt there is.
 */
export async function failInspection(
  tx: ClientBase,
  { importRunId, attempt }: { readonly importRunId: string; readonly attempt: string | null },
  failure: { readonly code: string; readonly message: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE "ImportRun"
     SET "attempt" = NULL,
       "needsInspection" = "status" = 'QUEUED',
       "previewFailureCode" = CASE WHEN "status" = 'NEEDS_MAPPING' THEN $3 END,
       "previewFailureMessage" = CASE WHEN "status" = 'NEEDS_MAPPING' THEN $4 END,
       "previewVersion" = "previewVersion" + 1,
       "failureCode" = CASE WHEN "status" = 'QUEUED' THEN $3 END,
       "failureMessage" = CASE WHEN "status" = 'QUEUED' THEN $4 END,
       "finishedAt" = CASE WHEN "status" = 'QUEUED' THEN now() END,
       "status" = CASE WHEN "status" = 'QUEUED' THEN 'FAILED' ELSE 'NEEDS_MAPPING' END::"ImportStatus"
     WHERE "id" = $1 AND "needsInspection" AND "status" IN ('QUEUED', 'NEEDS_MAPPING')
       AND ($2::uuid IS NULL OR "attempt" = $2::uuid)`,
    [importRunId, attempt, failure.code, failure.message],
  );
  return rowCount === 1;
}

/** Has a waiting file read in another way. False when it does not wait, or is being read again already. */
export async function requestInspection(
  db: Database,
  { projectId, importRunId }: { readonly projectId: string; readonly importRunId: string },
  readAs: { readonly readEncoding: string | null; readonly readDelimiter: string | null },
): Promise<boolean> {
  const { count } = await db.importRun.updateMany({
    where: { projectId, id: importRunId, status: 'NEEDS_MAPPING' },
    data: { ...readAs, needsInspection: true, attempt: null, previewFailureCode: null, previewFailureMessage: null },
  });
  return count === 1;
}

/** The mapping a person confirmed on this version of the preview. False when it waits no more, or was read anew. */
export async function confirmMapping(
  db: Database,
  run: { readonly projectId: string; readonly importRunId: string; readonly version: number },
  { mapping, mappedById }: { readonly mapping: object; readonly mappedById: string },
): Promise<boolean> {
  const rows = await db.$executeRaw`
    UPDATE "ImportRun"
    SET "status" = 'QUEUED', "preview" = NULL, "mapping" = ${JSON.stringify(mapping)}::jsonb, "mappingOrigin" = 'CONFIRMED',
      "mappedById" = ${mappedById}::uuid, "mappedAt" = now()
    WHERE "projectId" = ${run.projectId}::uuid AND "id" = ${run.importRunId}::uuid AND "status" = 'NEEDS_MAPPING'
      AND NOT "needsInspection" AND "previewVersion" = ${run.version}::int`;
  return rows === 1;
}

/**
 * Files that wait in the project with the same columns are looked at again, and so go on by what was just remembered;
 * not those that were to be asked about, or read in another way. Answers their runs.
 */
export async function releaseSameColumns(
  db: Database,
  projectId: string,
  columnsHash: string,
): Promise<{ importRunId: string }[]> {
  return db.$queryRaw<{ importRunId: string }[]>`
    UPDATE "ImportRun" SET "status" = 'QUEUED', "needsInspection" = true, "attempt" = NULL, "preview" = NULL
    WHERE "projectId" = ${projectId}::uuid AND "status" = 'NEEDS_MAPPING' AND "columnsHash" = ${columnsHash}
      AND NOT "needsInspection" AND "mappingRule" <> 'ASK_ALWAYS' AND "readEncoding" IS NULL AND "readDelimiter" IS NULL
    RETURNING "id" AS "importRunId"`;
}

/** Imports that have waited for a person longer than this are cancelled; they can be tried again. Answers their projects. */
export async function cancelForgottenImports(db: Pool, days: number): Promise<string[]> {
  const { rows } = await db.query<{ projectId: string }>(
    `UPDATE "ImportRun"
     SET "status" = 'CANCELLED', "finishedAt" = now(), "attempt" = NULL, "needsInspection" = true, "preview" = NULL,
       "failureCode" = 'MAPPING_FORGOTTEN', "failureMessage" = $2
     WHERE "status" = 'NEEDS_MAPPING' AND "previewedAt" < now() - make_interval(days => $1)
     RETURNING "projectId"`,
    [days, `Nobody said within ${days} days what its columns mean. The file is kept: try again to be asked anew.`],
  );
  return [...new Set(rows.map(({ projectId }) => projectId))];
}
