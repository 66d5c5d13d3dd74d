import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, expect, it } from 'vitest';
import { readDocumentsInChild } from '@/ingestion/read-in-child';
import { importFile } from '@/jobs/definitions';
import { type FileStore, filesFolder, openFileStore } from '@/jobs/file-store';
import { enqueue } from '@/jobs/queue';
import { rejectsKey } from '@/jobs/rejects-file';
import { type ImportDesk, importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, inTransaction } from '@/prisma/client';
import { reopenImport } from '@/prisma/queries/imports';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';
import { makeSmallDisk } from '@/scripts/testing/small-disk';

let isFull = false;

function trappedFiles(): FileStore {
  const files = openFileStore();
  const append: FileStore['append'] = async (key, length, bytes) => {
    // The kernel's own full disk.
    if (isFull) return pipeline(Readable.from([bytes]), createWriteStream('/dev/full'));
    await files.append(key, length, bytes);
  };
  return { ...files, append };
}

const disk = makeSmallDisk();
// After the worker has gone, whose processes may have their folders on it.
afterAll(() => disk?.remove());
withTestDatabase();
withDataFolder();
// Nothing is scored here.
withWorker(undefined, () => ({ WINNOW_MODEL: '/nowhere' }), trappedFiles, readDocumentsInChild);

const temporary = process.env.TMPDIR;
afterEach(() => {
  isFull = false;
  if (temporary === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = temporary;
});

const FILE = Array.from({ length: 300 }, (_, index) =>
  index === 250 ? '{"broken' : JSON.stringify({ text: `Case ${index} of beriberi.` }),
);

async function tryAgain({ projectId }: ImportDesk, importRunId: string) {
  await inTransaction(async (tx) => {
    expect(await reopenImport(tx, projectId, importRunId)).toBe(true);
    await enqueue(importFile, { projectId, importRunId }, { tx });
  });
  return importEnded(importRunId);
}

const WHOLE = { status: 'COMPLETED_WITH_ERRORS', readCount: 300, acceptedCount: 299, rejectedCount: 1, issueCount: 1 };

it('an import that cannot keep its rejected records says that the disk is full, and goes on when there is room', async () => {
  const desk = await openDesk();
  isFull = true;
  const stopped = await importEnded(await desk.drop('cases.jsonl', FILE.join('\n')));
  expect(stopped).toMatchObject({ status: 'FAILED', failureCode: 'DISK_FULL', readCount: 100, issueCount: 0 });
  isFull = false;
  expect(await tryAgain(desk, stopped.id)).toMatchObject(WHOLE);
  expect(await getDatabase().document.count({ where: { projectId: desk.projectId } })).toBe(299);
  expect(await readFile(join(filesFolder(), rejectsKey(stopped.id)), 'utf8')).toBe('{"broken\n');
});

it.skipIf(disk === null)('an import whose reader finds no room for its folder does so too', async () => {
  const desk = await openDesk();
  disk?.resize('nr_inodes=1');
  process.env.TMPDIR = disk?.folder;
  const stopped = await importEnded(await desk.drop('cases.jsonl', FILE.join('\n')));
  expect(stopped).toMatchObject({ status: 'FAILED', failureCode: 'DISK_FULL', readCount: 0 });
  disk?.resize('nr_inodes=100');
  expect(await tryAgain(desk, stopped.id)).toMatchObject(WHOLE);
});
