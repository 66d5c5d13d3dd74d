import { afterAll, beforeAll } from 'vitest';
import { STARTER_FOLDER } from '@/inference/engine-options';
import { previewFile } from '@/ingestion/preview';
import { readDocuments } from '@/ingestion/read-documents';
import { localFile } from '@/ingestion/source/local-file';
import { type FileStore, openFileStore } from '@/jobs/file-store';
import type { ReadFile } from '@/jobs/imports/import-file';
import type { PreviewFile } from '@/jobs/imports/inspect-file';
import { ModelRoom } from '@/jobs/models/model-room';
import { EngineKeeper } from '@/jobs/scoring/engine-keeper';
import { Worker } from '@/jobs/worker/worker';

export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Called before the record of this number, from 1, is handed over: the place where things happen to an import. */
export type BeforeRecord = (fileName: string, recordNumber: number) => Promise<void> | void;

/** Reads in this process, where a test can reach in; the product reads in a child (jobs/worker.ts). */
export function readHere(beforeRecord: BeforeRecord = () => undefined): ReadFile {
  return async function* (path, name, options) {
    let recordNumber = 0;
    for await (const event of readDocuments(localFile(path, name), options)) {
      if (event.type === 'document' || event.type === 'rejected') {
        recordNumber += 1;
        await beforeRecord(name, recordNumber);
      }
      yield event;
    }
  };
}

const previewHere: PreviewFile = (path, name, options) => previewFile(localFile(path, name), options);

type Settings = Readonly<Record<string, string | undefined>>;

/**
 * A worker for the length of a suite, in its process; only the engine has processes of its own. It scores with the
 * stand-in unless its settings, which are read when the suite begins, say otherwise; so does its file store.
 */
export function withWorker(
  beforeRecord?: BeforeRecord,
  readSettings: () => Settings = () => ({ WINNOW_MODEL: STARTER_FOLDER }),
  openFiles: () => FileStore = openFileStore,
  read: ReadFile = readHere(beforeRecord),
): void {
  let worker: Worker | undefined;
  beforeAll(async () => {
    const settings = readSettings();
    const engines = new EngineKeeper(settings, silent);
    const models = new ModelRoom(settings);
    worker = new Worker({ files: openFiles(), read, preview: previewHere, engines, models, log: silent });
    await worker.start();
  });
  afterAll(() => worker?.stop());
}
