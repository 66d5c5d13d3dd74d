import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { scoreBatch } from '@/jobs/definitions';
import { type FileStore, filesFolder, openFileStore } from '@/jobs/file-store';
import type { ReadFile } from '@/jobs/imports/import-file';
import { openQueue } from '@/jobs/queue';
import { rejectsKey } from '@/jobs/rejects-file';
import { askForExport } from '@/jobs/testing/ask-for-export';
import { importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { type BeforeRecord, readHere, withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import { withFragileServer } from '@/scripts/testing/fragile-server';

let beforeRecord: BeforeRecord = () => undefined;
let beforeEnd: () => Promise<void> = async () => undefined;
let beforePut: () => Promise<void> = async () => undefined;

const read: ReadFile = async function* (...given) {
  for await (const event of readHere((...place) => beforeRecord(...place))(...given)) {
    if (event.type === 'finished') await beforeEnd();
    yield event;
  }
};

function trappedFiles(): FileStore {
  const files = openFileStore();
  const put: FileStore['put'] = async (key, source) => {
    await beforePut();
    await files.put(key, source);
  };
  return { ...files, put };
}

const server = withFragileServer();
withDataFolder();
// Nothing is scored: its commits are waited for, and with them all that came before.
withWorker(undefined, () => ({ WINNOW_MODEL: '/nowhere' }), trappedFiles, read);
beforeEach(() => {
  beforeRecord = () => undefined;
});

const RECORDS = 1_700;
/** Every tenth is broken, and every tenth repeats the one before it. */
const FILE = Array.from({ length: RECORDS }, (_, index) => {
  if (index % 10 === 9) return `{"id": "${index}",`;
  return JSON.stringify({ id: `${index}`, text: `Case ${index % 10 === 4 ? index - 1 : index} of scurvy.` });
});

it('an import goes on from what a database that fell over has kept, and ends with all of its file', async () => {
  const { projectId, drop } = await openDesk();
  const read = { before: 0, after: 0 };
  beforeRecord = async (_file, number) => {
    if (number !== 1_300 || read.before > 0) return;
    // All but the batch that is being filled, which has fewer than 500.
    read.before = await vi.waitFor(() => readAtLeast(importRunId, 800), 30_000);
    await server.fallOver();
    read.after = await readCountOf(importRunId);
  };
  const importRunId = await drop('cases.jsonl', FILE.join('\n'));
  const counts = { readCount: 1_700, acceptedCount: 1_360, rejectedCount: 170, duplicateCount: 170, issueCount: 170 };
  expect(await importEnded(importRunId)).toMatchObject({ status: 'COMPLETED_WITH_ERRORS', ...counts });
  // What nobody had waited for was lost, or this says nothing.
  expect(read.after).toBeLessThan(read.before);

  const documents = await getDatabase().document.findMany({ where: { projectId }, orderBy: { recordNumber: 'asc' } });
  const expected = FILE.flatMap((_, index) => (index % 10 === 9 ? [] : [index + 1]));
  expect(documents.map(({ recordNumber }) => recordNumber)).toEqual(expected);
  expect(await getDatabase().documentText.count({ where: { projectId } })).toBe(documents.length);
  const firsts = documents.filter(({ duplicateOfId }) => duplicateOfId === null).map(({ id }) => id);
  const jobs = await (await openQueue()).findJobs<{ documentIds: string[] }>(scoreBatch.name, { limit: 10_000 });
  expect(jobs.flatMap(({ data }) => data.documentIds).sort()).toEqual(firsts.sort());
  expect(await getDatabase().scoringRun.findMany({ where: { projectId } })).toMatchObject([{ totalCount: 1_360 }]);
  const rejects = await readFile(join(filesFolder(), rejectsKey(importRunId)), 'utf8');
  expect(rejects.trim().split('\n')).toEqual(FILE.filter((_, index) => index % 10 === 9));
});

it('an import whose last batch was lost before it could end is not told as complete', async () => {
  const { projectId, drop } = await openDesk();
  // The first batch has 100 records and the second 500: nothing is left to be stored with the end.
  const lines = FILE.slice(0, 600);
  const read = { before: 0, after: 0 };
  beforeEnd = async () => {
    if (read.before > 0) return;
    read.before = await vi.waitFor(() => readAtLeast(importRunId, 600), 30_000);
    await server.fallOver();
    read.after = await readCountOf(importRunId);
  };
  const importRunId = await drop('cases.jsonl', lines.join('\n'));
  expect(await importEnded(importRunId)).toMatchObject({ status: 'COMPLETED_WITH_ERRORS', readCount: 600 });
  expect(read.after).toBeLessThan(read.before);
  expect(await getDatabase().document.count({ where: { projectId } })).toBe(540);
});

it('an export is made anew when its database falls over, and leaves one file', async () => {
  const desk = await openDesk();
  await importEnded(await desk.drop('cases.jsonl', FILE.join('\n')));
  let falls = 0;
  beforePut = async () => {
    if (falls++ === 0) await server.fallOver();
  };
  const exportId = await askForExport(desk, true);
  const run = await vi.waitFor(async () => {
    const asked = await getDatabase().exportRun.findUniqueOrThrow({ where: { id: exportId } });
    expect(asked.finishedAt).not.toBeNull();
    return asked;
  }, 60_000);
  expect(falls).toBe(2);
  expect(run).toMatchObject({ status: 'COMPLETED', totalCount: 1_530, doneCount: 1_530 });
  const lines = (await readFile(join(filesFolder(), run.storageKey ?? ''), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(1_530);
});

async function readCountOf(importRunId: string): Promise<number> {
  const run = await getDatabase().importRun.findUniqueOrThrow({ where: { id: importRunId } });
  return run.readCount;
}

async function readAtLeast(importRunId: string, least: number): Promise<number> {
  const readCount = await readCountOf(importRunId);
  if (readCount < least) throw new Error(`${readCount} records are stored.`);
  return readCount;
}
