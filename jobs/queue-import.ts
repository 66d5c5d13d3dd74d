import { importFile, inspectFile } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import type { Database } from '@/prisma/client';
import { receiveUpload } from '@/prisma/queries/uploads';

/**
 * The upload's bytes are all stored: makes its import and has the file looked at. However often an upload is finished,
 * and by whomever, it makes one import; the other calls answer null.
 */
export async function queueImport(tx: Database, uploadId: string): Promise<string | null> {
  const received = await receiveUpload(tx, uploadId);
  if (!received) return null;
  await enqueueImport(tx, { ...received, needsInspection: true });
  await publish(tx, { projectId: received.projectId, topic: 'IMPORT' });
  return received.importRunId;
}

interface WaitingImport {
  readonly projectId: string;
  readonly importRunId: string;
  readonly needsInspection: boolean;
}

/** The job that an import in line needs next. */
export async function enqueueImport(
  tx: Parameters<typeof enqueue>[2]['tx'],
  { projectId, importRunId, needsInspection }: WaitingImport,
): Promise<void> {
  await enqueue(needsInspection ? inspectFile : importFile, { projectId, importRunId }, { tx });
}
