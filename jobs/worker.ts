import { previewInChild, readDocumentsInChild } from '@/ingestion/read-in-child';
import { openFileStore } from '@/jobs/file-store';
import { ModelRoom } from '@/jobs/models/model-room';
import { EngineKeeper } from '@/jobs/scoring/engine-keeper';
import { Worker } from '@/jobs/worker/worker';
import { workerLog as log } from '@/jobs/worker/worker-log';
import { closeDatabase } from '@/prisma/client';

/** The worker process. Its supervisor starts it with an IPC channel; when that closes, the supervisor has gone. */
const worker = new Worker({
  files: openFileStore(),
  read: readDocumentsInChild,
  preview: previewInChild,
  engines: new EngineKeeper(process.env, log),
  models: new ModelRoom(process.env),
  log,
});

/** Whatever hangs, the process is gone within ten seconds of being asked; the database gives its jobs to others. */
const EXIT_WITHIN_MS = 9_500;
let isLeaving = false;

async function leave(reason: string): Promise<void> {
  if (isLeaving) return;
  isLeaving = true;
  log.info({ event: 'stop-asked', reason });
  setTimeout(() => process.exit(1), EXIT_WITHIN_MS).unref();
  await worker.stop();
  await closeDatabase().catch(() => undefined);
  process.exit(0);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave(signal));
process.on('disconnect', () => void leave('the supervisor has gone'));
// A promise nobody waited for is a bug; the process goes on, its jobs are safe in the database.
process.on('unhandledRejection', (error) => log.error({ event: 'bug', err: error }));

await worker.start();
