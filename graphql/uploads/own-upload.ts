import { type Context, requireViewer } from '@/graphql/context';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { GONE, UNKNOWN } from '@/graphql/uploads/upload-refusal';
import { openFileStore } from '@/jobs/file-store';
import { queueImport } from '@/jobs/queue-import';
import { getDatabase, inTransaction } from '@/prisma/client';
import { abandonUpload, findUpload, type UploadRow } from '@/prisma/queries/uploads';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The viewer's own upload, if they may still upload into its project; another person's is as unknown as a random id. */
export async function requireOwnUpload(context: Context, uploadId: string): Promise<UploadRow> {
  const viewer = requireViewer(context);
  const upload = UUID.test(uploadId) ? await findUpload(getDatabase(), uploadId) : null;
  if (!upload || upload.userId !== viewer.id) throw UNKNOWN;
  await requireOpenProject(context, upload.projectId, 'document:upload', 'upload');
  if (upload.status === 'ABANDONED') throw GONE;
  return upload;
}

/** All bytes are stored: one import, however often this is said. */
export async function finishUpload(uploadId: string): Promise<void> {
  await inTransaction((tx) => queueImport(tx, uploadId));
}

/** For a client that asks where it stands: an upload whose end was never told, as the process died, is told now. */
export async function finishIfWhole(upload: UploadRow): Promise<void> {
  if (upload.status !== 'RECEIVING') return;
  const stored = await openFileStore().sizeOf(upload.storageKey);
  if (stored === Number(upload.sizeBytes)) await finishUpload(upload.id);
}

export async function giveUpUpload(uploadId: string): Promise<void> {
  await abandonUpload(getDatabase(), uploadId);
}
