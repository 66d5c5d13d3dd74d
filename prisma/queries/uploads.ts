import type { Database } from '../client';
import type { Upload } from '../generated/client';
import { NEWEST_FIRST } from './newest-first';

export type UploadRow = Pick<
  Upload,
  'id' | 'projectId' | 'collectionId' | 'userId' | 'fileName' | 'sizeBytes' | 'storageKey' | 'status' | 'autoMap'
>;
type NewUpload = Omit<UploadRow, 'status'> & { readonly restores?: boolean | null; readonly isFullText?: boolean };
const UPLOAD = {
  id: true,
  projectId: true,
  collectionId: true,
  userId: true,
  fileName: true,
  sizeBytes: true,
  storageKey: true,
  status: true,
  autoMap: true,
} as const;

export async function createUpload(db: Database, upload: NewUpload): Promise<UploadRow> {
  return db.upload.create({ data: upload, select: UPLOAD });
}

/** With the team it belongs to, for the access table. Uploads are found by their own id: a client knows no more. */
export async function findUpload(db: Database, uploadId: string): Promise<(UploadRow & { teamId: string }) | null> {
  const row = await db.upload.findUnique({
    where: { id: uploadId },
    select: { ...UPLOAD, project: { select: { teamId: true } } },
  });
  if (!row) return null;
  const { project, ...upload } = row;
  return { ...upload, teamId: project.teamId };
}

/**
 * The last byte is there: the upload is received and has its one import run. Null when that has been said before,
 * so that finishing twice, or beside a sweep, makes one import.
 */
export async function receiveUpload(
  tx: Database,
  uploadId: string,
): Promise<{ projectId: string; importRunId: string } | null> {
  const { count } = await tx.upload.updateMany({
    where: { id: uploadId, status: 'RECEIVING' },
    data: { status: 'RECEIVED', receivedAt: new Date() },
  });
  if (count === 0) return null;
  const upload = await tx.upload.findUniqueOrThrow({
    where: { id: uploadId },
    select: { ...UPLOAD, isFullText: true, project: { select: { autoMapImports: true } } },
  });
  const { projectId, collectionId, fileName, sizeBytes, isFullText } = upload;
  const mappingRule = upload.autoMap || upload.project.autoMapImports ? 'AUTO' : 'ASK';
  const run = await tx.importRun.create({
    data: { projectId, collectionId, uploadId, fileName, sizeBytes, isFullText, mappingRule, needsInspection: true },
    select: { id: true },
  });
  return { projectId, importRunId: run.id };
}

/** False when it is no longer being received. */
export async function abandonUpload(db: Database, uploadId: string): Promise<boolean> {
  const { count } = await db.upload.updateMany({
    where: { id: uploadId, status: 'RECEIVING' },
    data: { status: 'ABANDONED' },
  });
  return count === 1;
}

/** File store keys of uploads that were given up or undone, of those that began since; for the sweep, across projects. */
export async function findAbandonedKeys(db: Database, createdSince: Date): Promise<string[]> {
  const where = { status: 'ABANDONED', createdAt: { gte: createdSince } } as const;
  const rows = await db.upload.findMany({ where, select: { storageKey: true } });
  return rows.map(({ storageKey }) => storageKey);
}

/** Uploads still being received, oldest first; for the sweep, across projects. */
export async function findOpenUploads(
  db: Database,
  page: { createdBefore: Date; afterId: string | null; take: number },
): Promise<(UploadRow & { createdAt: Date })[]> {
  return db.upload.findMany({
    where: {
      status: 'RECEIVING',
      createdAt: { lt: page.createdBefore },
      ...(page.afterId ? { id: { gt: page.afterId } } : {}),
    },
    orderBy: { id: 'asc' },
    take: page.take,
    select: { ...UPLOAD, createdAt: true },
  });
}

/** How many uploads of a project, by one person, have not arrived whole. */
export function countOwnUploads(db: Database, owner: { projectId: string; userId: string }): Promise<number> {
  return db.upload.count({ where: { ...owner, status: 'RECEIVING' } });
}

/** A person's uploads of a project that have not arrived whole, newest first. */
export function findOwnUploads(
  db: Database,
  { projectId, userId, take }: { projectId: string; userId: string; take: number },
): Promise<Upload[]> {
  return db.upload.findMany({
    where: { projectId, userId, status: 'RECEIVING' },
    orderBy: NEWEST_FIRST,
    take,
  });
}
