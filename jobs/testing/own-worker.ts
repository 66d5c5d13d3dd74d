import { createReadStream, statSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import { readDocuments } from '@/ingestion/read-documents';
import { openFileStore } from '@/jobs/file-store';
import type { ReadFile } from '@/jobs/imports/import-file';
import { EngineKeeper } from '@/jobs/scoring/engine-keeper';
import { Worker } from '@/jobs/worker/worker';

export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const read: ReadFile = (path, name, { signal }) =>
  readDocuments({ name, sizeBytes: statSync(path).size, open: () => createReadStream(path) }, { signal });

/** A worker for the length of a suite, in its process; only the engine has one of its own. */
export function withWorker(): void {
  let worker: Worker | undefined;
  beforeAll(async () => {
    worker = new Worker({ files: openFileStore(), read, engines: new EngineKeeper({}, silent), log: silent });
    await worker.start();
  });
  afterAll(() => worker?.stop());
}
