import { publish } from '@/jobs/events';
import { exportKey, type FileStore } from '@/jobs/file-store';
import { getDatabase, inTransaction } from '@/prisma/client';
import {
  abandonExport,
  deleteOldExports,
  expireExports,
  findExportKeys,
  findLostExports,
} from '@/prisma/queries/exports';

/** An attempt that is alive writes more often than that. */
const STRAY_AFTER_MS = 60 * 60 * 1_000;
const LISTED_MS = 90 * 86_400_000;
const MESSAGE = 'The export was lost between two steps. Ask for it again.';

/** Files whose time is over go, and so do those that a killed worker has left; what waits for no job is told as failed. */
export async function sweepExports(
  files: FileStore,
  now = new Date(),
): Promise<{ expiredExports: number; lostExports: number }> {
  const over = await expireExports(getDatabase(), now);
  for (const key of over) await files.remove(key);
  const { stored, attempts } = await findExportKeys(getDatabase());
  const kept = new Set([...stored, ...attempts.map(exportKey)]);
  await files.removeStrays('exports', kept, new Date(now.getTime() - STRAY_AFTER_MS));
  const lost = await findLostExports(getDatabase());
  for (const { exportId, projectId } of lost) {
    await inTransaction(async (tx) => {
      if (await abandonExport(tx, exportId, MESSAGE)) await publish(tx, { projectId, topic: 'EXPORT' });
    });
  }
  await deleteOldExports(getDatabase(), new Date(now.getTime() - LISTED_MS));
  return { expiredExports: over.length, lostExports: lost.length };
}
