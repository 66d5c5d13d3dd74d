import type { Database } from '@/prisma/client';
import type { ExportRun, Prisma } from '@/prisma/generated/client';
import type { ExportFormat, Role } from '@/prisma/generated/enums';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from '@/prisma/queries/newest-first';
import type { RankedFilter } from '@/prisma/queries/ranked-documents';

const OPEN = ['QUEUED', 'RUNNING'] as const;

export interface NewExport {
  readonly projectId: string;
  readonly requestedById: string;
  readonly format: ExportFormat;
  readonly filter: RankedFilter;
  /** As it was asked. */
  readonly asked: object;
  readonly threshold: number | null;
  readonly thresholdVersion: number | null;
  readonly isNeutralised: boolean;
  readonly hasByteOrderMark: boolean;
  readonly withDuplicates: boolean;
}

export function createExportRun(tx: Database, { filter, asked, ...run }: NewExport): Promise<ExportRun> {
  return tx.exportRun.create({ data: { ...run, filter: toJson(filter), asked: toJson(asked) } });
}

/** JSON knows no undefined, and an Infinity is in no filter. */
function toJson(value: object): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject;
}

export function countOpenExports(db: Database, projectId: string, requestedById: string): Promise<number> {
  return db.exportRun.count({ where: { projectId, requestedById, status: { in: [...OPEN] } } });
}

/** Newest first; one more than asked tells whether there is a next page. */
export function findExportPage(db: Database, projectId: string, { take, after }: TimeKeyPage): Promise<ExportRun[]> {
  return db.exportRun.findMany({
    where: { projectId, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export interface ExportAttempt {
  readonly exportId: string;
  readonly attempt: string;
}

/** Takes the export over for a new attempt, which begins anew; null when it has ended. Earlier ones write no more. */
export async function beginExportAttempt(
  db: Database,
  { exportId, attempt }: ExportAttempt,
): Promise<ExportRun | null> {
  const now = new Date();
  const [run] = await db.exportRun.updateManyAndReturn({
    where: { id: exportId, status: { in: [...OPEN] } },
    data: {
      attempt,
      status: 'RUNNING',
      startedAt: now,
      writingSince: null,
      progressAt: now,
      totalCount: null,
      doneCount: 0,
      cutCells: 0,
    },
  });
  return run ?? null;
}

export type ExportProgress = Partial<
  Pick<ExportRun, 'totalCount' | 'doneCount' | 'columnCount' | 'gatheredColumns' | 'cutCells' | 'writingSince'>
>;

/** Answers whether the person has asked to stop; null when a newer attempt has taken over or the export has ended. */
export async function noteExportProgress(
  db: Database,
  { exportId, attempt }: ExportAttempt,
  progress: ExportProgress,
): Promise<{ isCancelRequested: boolean } | null> {
  const [run] = await db.exportRun.updateManyAndReturn({
    where: { id: exportId, attempt, status: 'RUNNING' },
    data: { ...progress, progressAt: new Date() },
    select: { cancelRequestedAt: true },
  });
  return run ? { isCancelRequested: run.cancelRequestedAt !== null } : null;
}

export type ExportEnding =
  | {
      readonly status: 'COMPLETED';
      readonly storageKey: string;
      readonly sizeBytes: bigint;
      readonly sha256: string;
      readonly doneCount: number;
      readonly cutCells: number;
      readonly expiresAt: Date;
    }
  | { readonly status: 'CANCELLED' }
  | { readonly status: 'FAILED'; readonly failureCode: string; readonly failureMessage: string };

/** False when a newer attempt has taken over or the export has ended. */
export async function endExport(
  tx: Database,
  { exportId, attempt }: ExportAttempt,
  ending: ExportEnding,
): Promise<boolean> {
  const { count } = await tx.exportRun.updateMany({
    where: { id: exportId, attempt, status: 'RUNNING' },
    data: { ...ending, attempt: null, finishedAt: new Date() },
  });
  return count === 1;
}

/** Ends an export whose every try ended without a result; false when it has ended already. */
export async function abandonExport(tx: Database, exportId: string, failureMessage: string): Promise<boolean> {
  const { count } = await tx.exportRun.updateMany({
    where: { id: exportId, status: { in: [...OPEN] } },
    data: { status: 'FAILED', failureCode: 'GAVE_UP', failureMessage, attempt: null, finishedAt: new Date() },
  });
  return count === 1;
}

/** Asks an export to stop, or stops one that has not begun. False when it has ended already. */
export async function requestExportCancel(tx: Database, projectId: string, id: string): Promise<boolean> {
  const now = new Date();
  const waiting = await tx.exportRun.updateMany({
    where: { projectId, id, status: 'QUEUED' },
    data: { status: 'CANCELLED', cancelRequestedAt: now, finishedAt: now },
  });
  if (waiting.count === 1) return true;
  const running = await tx.exportRun.updateMany({
    where: { projectId, id, status: 'RUNNING' },
    data: { cancelRequestedAt: now },
  });
  return running.count === 1;
}

/** The role that somebody has in a project's team now; null for none and for an account that was closed. */
export async function findRoleInProject(db: Database, projectId: string, userId: string): Promise<Role | null> {
  const [row] = await db.$queryRaw<{ role: Role }[]>`
    SELECT "Membership"."role" FROM "Project"
    JOIN "Membership" ON "Membership"."teamId" = "Project"."teamId" AND "Membership"."userId" = ${userId}::uuid
    JOIN "User" ON "User"."id" = "Membership"."userId" AND "User"."disabledAt" IS NULL
    WHERE "Project"."id" = ${projectId}::uuid`;
  return row?.role ?? null;
}

/** Files whose time is over; from now on their exports have none. Across projects, for the sweep. */
export async function expireExports(db: Database, now: Date): Promise<string[]> {
  const over = await db.exportRun.findMany({
    where: { status: 'COMPLETED', expiresAt: { lte: now } },
    select: { id: true, storageKey: true },
    take: 200,
  });
  await db.exportRun.updateMany({
    where: { id: { in: over.map(({ id }) => id) }, status: 'COMPLETED' },
    data: { status: 'EXPIRED', storageKey: null },
  });
  return over.flatMap(({ storageKey }) => storageKey ?? []);
}

/** Keys of the files that are, or are about to be, somebody's export; across projects, for the sweep. */
export async function findExportKeys(db: Database): Promise<{ stored: string[]; attempts: string[] }> {
  const rows = await db.exportRun.findMany({
    where: { OR: [{ storageKey: { not: null } }, { attempt: { not: null } }] },
    select: { storageKey: true, attempt: true },
  });
  return {
    stored: rows.flatMap(({ storageKey }) => storageKey ?? []),
    attempts: rows.flatMap(({ attempt }) => attempt ?? []),
  };
}

/** Exports that wait or run although no job of theirs is left in the queue. */
export async function findLostExports(db: Database): Promise<{ projectId: string; exportId: string }[]> {
  return db.$queryRaw<{ projectId: string; exportId: string }[]>`
    SELECT "projectId", "id" AS "exportId" FROM "ExportRun" AS run
    WHERE run."status" IN ('QUEUED', 'RUNNING') AND run."createdAt" < now() - interval '1 minute'
      AND NOT EXISTS (SELECT 1 FROM pgboss.job
        WHERE job.name IN ('export-documents', 'give-up-export') AND job.state <= 'active'
          AND job.data ->> 'exportId' = run."id"::text)`;
}

/** What was exported stays in the record of the team; the list of it need not. */
export async function deleteOldExports(db: Database, before: Date): Promise<void> {
  await db.exportRun.deleteMany({ where: { finishedAt: { lt: before }, storageKey: null } });
}
