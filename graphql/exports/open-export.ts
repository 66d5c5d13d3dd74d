import type { Readable } from 'node:stream';
import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import { exportFileName, exportType } from '@/graphql/exports/export-file';
import { requireExport } from '@/graphql/exports/find-export';
import { keyOf } from '@/graphql/global-id';
import { openFileStore } from '@/jobs/file-store';
import { inTransaction } from '@/prisma/client';

export interface OpenExport {
  readonly fileName: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly sha256: string | null;
  readonly read: () => Readable;
}

/**
 * The file of an export, for whoever may export from its project now; that it was taken is recorded before its first
 * byte. Whoever may not see the export is told what a random id is told.
 *
 * @throws AppError NOT_FOUND, FORBIDDEN, EXPIRED, or CONFLICT while it is not made
 */
export async function openExport(context: Context, id: string): Promise<OpenExport> {
  const viewer = requireViewer(context);
  const { run, project } = await requireExport(context, keyOf('ExportRun', id), 'export:create');
  const { storageKey, sizeBytes, format, sha256 } = run;
  if (run.status === 'EXPIRED') throw gone();
  if (run.status !== 'COMPLETED' || !storageKey || sizeBytes === null) {
    throw new AppError('CONFLICT', 'This export has no file: it is not made yet, or was not made.');
  }
  const files = openFileStore();
  if ((run.expiresAt && run.expiresAt <= new Date()) || (await files.sizeOf(storageKey)) !== Number(sizeBytes)) {
    throw gone();
  }
  await inTransaction((tx) => {
    const subject = { teamId: project.teamId, projectId: project.id, type: 'ExportRun', id: run.id };
    return recordAudit(tx, viewer, 'export.downloaded', subject, { format, sha256 });
  });
  const fileName = exportFileName(project.name, run);
  return {
    fileName,
    type: exportType(format),
    sizeBytes: Number(sizeBytes),
    sha256,
    read: () => files.read(storageKey),
  };
}

function gone(): AppError {
  return new AppError('EXPIRED', 'The file of this export is no longer kept. Ask for it again.');
}
