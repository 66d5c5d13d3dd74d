import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { requireUploadRoom } from '@/graphql/quotas/require-upload-room';
import { openFileStore, uploadKey } from '@/jobs/file-store';
import { queueImport } from '@/jobs/queue-import';
import type { Database } from '@/prisma/client';
import { createUpload } from '@/prisma/queries/uploads';

/** 2,000 short texts of open licences, medical and not; see samples/README.md. */
const SAMPLE = 'samples/mixed-2000.jsonl';

/** Takes the sample file the way an upload takes: stored, received once, its import in the queue. */
export async function importLocalSample(
  tx: Database,
  into: { teamId: string; projectId: string; collectionId: string; userId: string },
): Promise<{ importRunId: string }> {
  const path = resolve(/* turbopackIgnore: true */ process.cwd(), SAMPLE);
  const id = uuidv7();
  const storageKey = uploadKey(id);
  const { size } = await stat(path);
  await requireUploadRoom(tx, into.teamId, size);
  await openFileStore().put(storageKey, createReadStream(path));
  const { projectId, collectionId, userId } = into;
  const file = { fileName: basename(SAMPLE), sizeBytes: BigInt(size), storageKey };
  await createUpload(tx, { id, projectId, collectionId, userId, ...file, autoMap: true });
  const importRunId = await queueImport(tx, id);
  if (!importRunId) throw new Error('The sample was received twice.');
  return { importRunId };
}
