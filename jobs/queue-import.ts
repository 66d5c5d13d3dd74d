import { importFile } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import type { Database } from '@/prisma/client';
import { receiveUpload } from '@/prisma/queries/uploads';

/**
 * The upload's bytes are all stored: makes its import and puts it in the queue. However often an upload is finished,
 * and by whomever, it makes one import; the other calls answer null.
 */
export async function queueImport(tx: Database, uploadId: string): Promise<string | null> {
  const received = await receiveUpload(tx, uploadId);
  if (!received) return null;
  await enqueue(importFile, received, { tx });
  await publish(tx, { projectId: received.projectId, topic: 'IMPORT' });
  return received.importRunId;
}
