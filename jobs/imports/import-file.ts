import { randomUUID } from 'node:crypto';
import type { ReadInChildOptions } from '@/ingestion/read-in-child';
import type { ImportEvent, ReadOptions } from '@/ingestion/types';
import type { importFile, PayloadOf } from '@/jobs/definitions';
import type { FileStore } from '@/jobs/file-store';
import { QuotaExceeded } from '@/jobs/imports/documents-quota';
import { findRestorer } from '@/jobs/imports/find-restorer';
import { GivenUpMembers } from '@/jobs/imports/given-up-members';
import { hashFile } from '@/jobs/imports/hash-file';
import { toDiskFailure, toFailure } from '@/jobs/imports/import-failure';
import { ImportReading } from '@/jobs/imports/import-reading';
import { finishImport, type ImportWork, noteFacts, Superseded } from '@/jobs/imports/import-work';
import { readAs } from '@/jobs/imports/inspect-file';
import { type ImportMapping, toColumnMapping } from '@/jobs/imports/inspected-file';
import { RejectsWriter } from '@/jobs/imports/rejects-writer';
import { restoreGroups } from '@/jobs/imports/restore-groups';
import { settleSameFile } from '@/jobs/imports/same-file';
import { CancelRequested } from '@/jobs/imports/storing-line';
import { GivenBack, type JobHandler } from '@/jobs/worker/running-job';
import { getPool } from '@/prisma/client';
import { beginImportAttempt, type ImportEnding } from '@/prisma/queries/imports';

/** Reads a file in a process of its own, which ends when the signal says so or the loop is left. */
export type ReadFile = (path: string, name: string, options: ReadFileOptions) => AsyncIterable<ImportEvent>;
export type ReadFileOptions = ReadOptions & Pick<ReadInChildOptions, 'onGiveUp'>;

export interface ImportTools {
  readonly files: FileStore;
  readonly read: ReadFile;
  /** Documents will come soon: whoever scores them may get ready meanwhile. */
  readonly onBegin?: () => void;
}

/**
 * A file becomes documents. Batches commit with the run's counters under this attempt's token, so a try that follows a
 * killed one reads the file again, skips the records that are stored and goes on; the killed one can write no more.
 */
export function createImportFileHandler(tools: ImportTools): JobHandler<PayloadOf<typeof importFile>> {
  return async (job) => {
    const attempt = randomUUID();
    const run = await beginImportAttempt(getPool(), job.payload.importRunId, attempt);
    if (!run) return;
    tools.onBegin?.();
    const { projectId, collectionId, id: importRunId } = run;
    const mapping = run.mapping as ImportMapping | null;
    const rejects = new RejectsWriter(tools.files, importRunId);
    const restorerId = await findRestorer(run);
    const work = { job, run, attempt, importRunId, projectId, collectionId, mapping, rejects, restorerId };
    if (run.isCancelRequested) return finishImport(work, { status: 'CANCELLED' });
    const reading = new ImportReading(work);
    try {
      const ending = await readStoredFile(work, reading, tools);
      if (ending) await reading.finish(ending);
    } catch (error) {
      await reading.settled();
      if (error instanceof Superseded) return;
      const ending = endingOf(error);
      if (ending) return finishImport(work, ending);
      if (job.signal.aborted) throw new GivenBack('The worker is stopping; the import goes on from here.');
      throw error;
    }
  };
}

/** How the import is to end: a file that cannot be read on ends it too. Null when it has ended as one of the same bytes. */
async function readStoredFile(work: ImportWork, reading: ImportReading, tools: ImportTools) {
  try {
    return await tools.files.withLocalFile(work.run.storageKey, (path) => importFrom(path, work, reading, tools));
  } catch (error) {
    const failure = work.job.signal.aborted ? null : toFailure(error);
    if (!failure) throw error;
    return failure;
  }
}

async function importFrom(
  path: string,
  work: ImportWork,
  reading: ImportReading,
  { read }: ImportTools,
): Promise<ImportEnding | null> {
  const { job, run, mapping } = work;
  const sha256 = run.sha256 ?? (await hashFile(path, job.signal));
  await noteFacts(work, { restores: work.restorerId !== null });
  if (await settleSameFile(work, sha256)) return null;
  const members = new GivenUpMembers(work);
  const events = read(path, run.fileName, {
    signal: job.signal,
    ...readAs(run),
    ...(mapping ? { mapping: toColumnMapping(mapping) } : {}),
    isFullText: run.isFullText,
    givenUp: members.earlier,
    onGiveUp: (member) => members.add(member),
  });
  const filled = members.fillUp(events);
  for await (const event of work.restorerId === null ? filled : restoreGroups(filled)) await reading.take(event);
  return { status: 'COMPLETED' };
}

/** What ends an import from where it is; null for what is another try's business. */
function endingOf(error: unknown): ImportEnding | null {
  if (error instanceof CancelRequested) return { status: 'CANCELLED' };
  if (error instanceof QuotaExceeded) return { status: 'FAILED', code: error.code, message: error.message };
  return toDiskFailure(error);
}
