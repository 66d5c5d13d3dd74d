import { afterEach, expect, it, vi } from 'vitest';
import { type FilePreview, IngestionError } from '@/ingestion/types';
import { inspectFile } from '@/jobs/definitions';
import { openFileStore } from '@/jobs/file-store';
import { giveUpImportHandler } from '@/jobs/imports/give-up-import';
import { createInspectFileHandler } from '@/jobs/imports/inspect-file';
import { openQueue } from '@/jobs/queue';
import { openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { startWorkerProcess, type WorkerProcess } from '@/jobs/testing/worker-process';
import { getDatabase, getPool } from '@/prisma/client';
import { cancelForgottenImports, requestInspection } from '@/prisma/queries/inspections';
import { findLostImports } from '@/prisma/queries/sweep';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();

let worker: WorkerProcess | undefined;
afterEach(() => worker?.kill('SIGKILL'));

const ODD = 'Kop;Samenvatting\nAspirine;Wij gaven aspirine.\n';
const PATIENCE = { timeout: 90_000, interval: 5 };
const SEEN: FilePreview = {
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ';',
  member: null,
  columns: [{ name: 'Kop', role: null, samples: ['Aspirine'], filledShare: 1 }],
  columnsLeftOut: 0,
  rowsRead: 1,
  rows: [[{ name: 'Kop', value: 'Aspirine', isShortened: false }]],
  notices: [],
};

const runOf = (id: string) => getDatabase().importRun.findUniqueOrThrow({ where: { id } });

/** A job of this run in a worker's hands, which completes nothing but itself. */
function jobOf(projectId: string, importRunId: string) {
  const payload = { projectId, importRunId };
  return {
    id: importRunId,
    name: inspectFile.name,
    payload,
    signal: new AbortController().signal,
    completeIn: async () => undefined,
  };
}

async function dropOdd(): Promise<{ projectId: string; importRunId: string }> {
  const desk = await openDesk({ autoMap: false });
  return { projectId: desk.projectId, importRunId: await desk.drop('odd.csv', ODD) };
}

it('a worker that is killed while it looks at a file leaves it to the next one', async () => {
  const { importRunId } = await dropOdd();
  worker = startWorkerProcess();
  await vi.waitFor(async () => expect((await runOf(importRunId)).attempt).not.toBeNull(), PATIENCE);
  await worker.kill('SIGKILL');
  expect(await runOf(importRunId)).toMatchObject({ status: 'QUEUED', needsInspection: true, preview: null });
  worker = startWorkerProcess();
  await vi.waitFor(async () => expect((await runOf(importRunId)).status).toBe('NEEDS_MAPPING'), PATIENCE);
  expect(await runOf(importRunId)).toMatchObject({
    previewVersion: 1,
    attempt: null,
    preview: { columns: [{ name: 'Kop' }, { name: 'Samenvatting' }] },
  });
  expect(await getDatabase().document.count()).toBe(0);
});

it('a look that was overtaken by a cancel, or by another way to read the file, writes nothing', async () => {
  const cancelled = await dropOdd();
  await createInspectFileHandler({
    files: openFileStore(),
    preview: async () => {
      await getDatabase().importRun.update({
        where: { id: cancelled.importRunId },
        data: { status: 'CANCELLED', attempt: null },
      });
      return SEEN;
    },
  })(jobOf(cancelled.projectId, cancelled.importRunId));
  expect(await runOf(cancelled.importRunId)).toMatchObject({ status: 'CANCELLED', preview: null, previewVersion: 0 });

  const anew = await dropOdd();
  await getDatabase().importRun.update({ where: { id: anew.importRunId }, data: { status: 'NEEDS_MAPPING' } });
  await createInspectFileHandler({
    files: openFileStore(),
    preview: async () => {
      await requestInspection(getDatabase(), anew, { readEncoding: 'windows-1252', readDelimiter: null });
      return SEEN;
    },
  })(jobOf(anew.projectId, anew.importRunId));
  expect(await runOf(anew.importRunId)).toMatchObject({
    status: 'NEEDS_MAPPING',
    needsInspection: true,
    previewVersion: 0,
  });
});

it('a look that ends in no result at all fails the import, or leaves a waiting one as it was', async () => {
  const fresh = await dropOdd();
  await giveUpImportHandler(jobOf(fresh.projectId, fresh.importRunId));
  expect(await runOf(fresh.importRunId)).toMatchObject({ status: 'FAILED', failureCode: 'GAVE_UP' });

  const waiting = await dropOdd();
  const preview = async () => SEEN;
  await createInspectFileHandler({ files: openFileStore(), preview })(jobOf(waiting.projectId, waiting.importRunId));
  await requestInspection(getDatabase(), waiting, { readEncoding: 'utf-16le', readDelimiter: null });
  await giveUpImportHandler(jobOf(waiting.projectId, waiting.importRunId));
  expect(await runOf(waiting.importRunId)).toMatchObject({
    status: 'NEEDS_MAPPING',
    needsInspection: false,
    previewFailureCode: 'GAVE_UP',
    failureCode: null,
    preview: { rowsRead: 1 },
  });
});

it('a file that is too much to look at fails with its code', async () => {
  const { projectId, importRunId } = await dropOdd();
  const preview = async () => {
    throw new IngestionError('OUT_OF_MEMORY', 'Reading was stopped.');
  };
  await createInspectFileHandler({ files: openFileStore(), preview })(jobOf(projectId, importRunId));
  expect(await runOf(importRunId)).toMatchObject({
    status: 'FAILED',
    failureCode: 'OUT_OF_MEMORY',
    needsInspection: true,
  });
});

it('what waits without a job is found; what waits for a person for a month is cancelled, once, and can be tried again', async () => {
  const { projectId, importRunId } = await dropOdd();
  await getDatabase().importRun.update({ where: { id: importRunId }, data: { createdAt: new Date(0) } });
  const isLost = async () => (await findLostImports(getPool())).filter((run) => run.importRunId === importRunId);
  expect(await isLost()).toEqual([]);
  await (await openQueue()).deleteAllJobs(inspectFile.name);
  expect(await isLost()).toEqual([{ projectId, importRunId, needsInspection: true }]);

  const preview = async () => SEEN;
  await createInspectFileHandler({ files: openFileStore(), preview })(jobOf(projectId, importRunId));
  expect(await isLost()).toEqual([]);
  expect(await cancelForgottenImports(getPool(), 30)).toEqual([]);
  const longAgo = new Date(Date.now() - 31 * 86_400_000);
  await getDatabase().importRun.update({ where: { id: importRunId }, data: { previewedAt: longAgo } });
  expect(await cancelForgottenImports(getPool(), 30)).toEqual([projectId]);
  expect(await runOf(importRunId)).toMatchObject({
    status: 'CANCELLED',
    failureCode: 'MAPPING_FORGOTTEN',
    needsInspection: true,
    preview: null,
  });
  expect(await cancelForgottenImports(getPool(), 30)).toEqual([]);
});
