import { randomUUID } from 'node:crypto';
import { ENCODING_NAMES, type FilePreview, type ReadOptions } from '@/ingestion/types';
import type { inspectFile, PayloadOf } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import type { FileStore } from '@/jobs/file-store';
import { toDiskFailure, toFailure } from '@/jobs/imports/import-failure';
import { inspect } from '@/jobs/imports/inspected-file';
import { settleMapping } from '@/jobs/imports/settle-mapping';
import { enqueueImport } from '@/jobs/queue-import';
import { GivenBack, type JobHandler, type RunningJob } from '@/jobs/worker/running-job';
import { getPool } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import {
  askForMapping,
  beginInspection,
  failInspection,
  goOnWith,
  type Inspection,
} from '@/prisma/queries/inspections';

/** Looks at a file in a process of its own, which ends when the signal says so. */
export type PreviewFile = (path: string, name: string, options: ReadOptions) => Promise<FilePreview>;

interface InspectTools {
  readonly files: FileStore;
  readonly preview: PreviewFile;
}

type InspectJob = RunningJob<PayloadOf<typeof inspectFile>>;

/**
 * A look at a file before anything of it is stored. It goes on to be read when there is nothing to ask (no columns, a
 * mapping the team has confirmed for these columns, columns that are unmistakable where that is enough) and waits
 * with its preview otherwise. Everything is written under this attempt's token, in one transaction with what follows.
 */
export function createInspectFileHandler({ files, preview }: InspectTools): JobHandler<PayloadOf<typeof inspectFile>> {
  return async (job) => {
    const attempt = randomUUID();
    const run = await beginInspection(getPool(), job.payload.importRunId, attempt);
    if (!run) return;
    try {
      const options = { signal: job.signal, ...readAs(run) };
      const found = await files.withLocalFile(run.storageKey, (path) => preview(path, run.fileName, options));
      await settle(job, run, attempt, found);
    } catch (error) {
      if (job.signal.aborted) throw new GivenBack('The worker is stopping; the file is looked at anew.');
      const failure = toFailure(error) ?? toDiskFailure(error);
      if (!failure) throw error;
      await inBulkTransaction(async (tx) => {
        await failInspection(tx, { importRunId: run.id, attempt }, failure);
        await job.completeIn(tx);
        await publish(tx, { projectId: run.projectId, topic: 'IMPORT' });
      });
    }
  };
}

/** How a person has asked to read the file; nothing where it is read as found. */
export function readAs({
  readEncoding,
  readDelimiter,
}: Pick<Inspection, 'readEncoding' | 'readDelimiter'>): ReadOptions {
  const encoding = ENCODING_NAMES.find((name) => name === readEncoding);
  return { ...(encoding ? { encoding } : {}), ...(readDelimiter ? { delimiter: readDelimiter } : {}) };
}

async function settle(job: InspectJob, run: Inspection, attempt: string, found: FilePreview): Promise<void> {
  const { projectId, id: importRunId } = run;
  const file = inspect(found);
  const settled = await settleMapping(run, file);
  await inBulkTransaction(async (tx) => {
    const key = { importRunId, attempt };
    const isMine = settled ? await goOnWith(tx, key, file, settled) : await askForMapping(tx, key, file);
    // Otherwise it was cancelled, or is to be read in another way: that has its own job.
    if (isMine && settled) await enqueueImport(tx, { projectId, importRunId, needsInspection: false });
    await job.completeIn(tx);
    if (isMine) await publish(tx, { projectId, topic: 'IMPORT' });
  });
}
