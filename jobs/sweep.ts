import { type PayloadOf, type sweep, undoImport } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { sweepExports } from '@/jobs/exports/sweep-exports';
import type { FileStore } from '@/jobs/file-store';
import type { ModelRoom } from '@/jobs/models/model-room';
import { enqueue } from '@/jobs/queue';
import { enqueueImport } from '@/jobs/queue-import';
import { completeRun } from '@/jobs/scoring/complete-runs';
import { sweepUploads } from '@/jobs/uploads/sweep-uploads';
import type { JobHandler } from '@/jobs/worker/running-job';
import type { WorkerLog } from '@/jobs/worker/worker-log';
import { getDatabase, getPool, inTransaction } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { cancelForgottenImports } from '@/prisma/queries/inspections';
import { deleteOldModelTasks } from '@/prisma/queries/model-tasks';
import { replaceModels } from '@/prisma/queries/models';
import { deleteOldIdempotentRequests, findDoneRuns, findLostImports } from '@/prisma/queries/sweep';
import { findLostUndos } from '@/prisma/queries/undo-import';

/** How long a file waits for somebody to say what its columns mean. */
const FORGOTTEN_DAYS = 30;

/** Once a minute: whatever a death between two steps can leave behind is repaired here, each repair safe to repeat. */
export function createSweepHandler(
  files: FileStore,
  models: ModelRoom,
  log: WorkerLog,
): JobHandler<PayloadOf<typeof sweep>> {
  return async () => {
    const seen = await models.list();
    await inTransaction((tx) => replaceModels(tx, seen));
    await deleteOldModelTasks(getDatabase());
    const uploads = await sweepUploads(files);
    const exports = await sweepExports(files);
    const lost = await findLostImports(getPool());
    for (const run of lost) await inBulkTransaction((tx) => enqueueImport(tx, run));
    for (const payload of await findLostUndos(getPool()))
      await inBulkTransaction((tx) => enqueue(undoImport, payload, { tx }));
    for (const run of await findDoneRuns(getPool())) await inBulkTransaction((tx) => completeRun(tx, run));
    await deleteOldIdempotentRequests(getPool());
    const forgotten = await cancelForgottenImports(getPool(), FORGOTTEN_DAYS);
    for (const projectId of forgotten) await publish(getDatabase(), { projectId, topic: 'IMPORT' });
    const done = { ...uploads, ...exports, lostImports: lost.length };
    if (Object.values(done).some((count) => count > 0)) {
      log.info({ event: 'swept', ...done });
    }
  };
}
