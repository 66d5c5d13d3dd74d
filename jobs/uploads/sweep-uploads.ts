import type { FileStore } from '@/jobs/file-store';
import { queueImport } from '@/jobs/queue-import';
import { getDatabase, inTransaction } from '@/prisma/client';
import { abandonUpload, findAbandonedKeys, findOpenUploads } from '@/prisma/queries/uploads';

/** How long an unfinished upload may be resumed. */
export const UPLOAD_LIFETIME_MS = 24 * 60 * 60 * 1000;
const PAGE = 200;
/** How long files of uploads that were given up are looked for: far longer than any of them may be resumed. */
const LOOKED_FOR_MS = 7 * UPLOAD_LIFETIME_MS;

/**
 * Uploads whose last byte arrived but whose end was never told (the process died in between) get their import; those
 * that nobody came back for are cleared away after a day. An upload is given up before its file is removed, so that none
 * is taken from an import; what a death in between leaves is removed by a later sweep.
 */
export async function sweepUploads(
  files: FileStore,
  now = new Date(),
): Promise<{ finished: number; abandoned: number; leftFiles: number }> {
  const swept = { finished: 0, abandoned: 0, leftFiles: await removeLeftFiles(files, now) };
  let afterId: string | null = null;
  for (;;) {
    const page = await findOpenUploads(getDatabase(), { createdBefore: now, afterId, take: PAGE });
    for (const upload of page) {
      afterId = upload.id;
      if ((await files.sizeOf(upload.storageKey)) === Number(upload.sizeBytes)) {
        if (await inTransaction((tx) => queueImport(tx, upload.id))) swept.finished += 1;
      } else if (now.getTime() - upload.createdAt.getTime() > UPLOAD_LIFETIME_MS) {
        if (!(await abandonUpload(getDatabase(), upload.id))) continue;
        await files.remove(upload.storageKey);
        swept.abandoned += 1;
      }
    }
    if (page.length < PAGE) return swept;
  }
}

async function removeLeftFiles(files: FileStore, now: Date): Promise<number> {
  let removed = 0;
  for (const key of await findAbandonedKeys(getDatabase(), new Date(now.getTime() - LOOKED_FOR_MS))) {
    if ((await files.sizeOf(key)) === null) continue;
    await files.remove(key);
    removed += 1;
  }
  return removed;
}
