import { beforeEach, expect, it, vi } from 'vitest';
import { undoImport } from '@/jobs/definitions';
import { enqueue } from '@/jobs/queue';
import { importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { type BeforeRecord, withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, inTransaction } from '@/prisma/client';
import { reopenImport } from '@/prisma/queries/imports';
import { measureTeamUsage } from '@/prisma/queries/team-quotas';
import { beginUndo } from '@/prisma/queries/undo-import';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

let happens: BeforeRecord = () => undefined;
beforeEach(() => {
  happens = () => undefined;
});

withTestDatabase();
withDataFolder();
// Nothing is scored here.
withWorker(
  (...given) => happens(...given),
  () => ({ WINNOW_MODEL: '/nowhere' }),
);

const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => JSON.stringify({ text: `Case ${from + index} of yaws.` })).join('\n');

it('two imports of one team at once never store more than it may, and the counters say what is stored', async () => {
  const desk = await openDesk();
  const { teamId } = desk;
  const other = await getDatabase().project.create({ data: { teamId, name: 'Stroke' } });
  const collection = await getDatabase().collection.create({ data: { projectId: other.id, name: 'Autumn' } });
  await getDatabase().teamQuota.create({ data: { teamId, documents: 1_300n } });
  const elsewhere = await desk.drop('second.jsonl', lines(1_000, 1_000));
  const place = { projectId: other.id, collectionId: collection.id };
  const { uploadId } = await getDatabase().importRun.update({ where: { id: elsewhere }, data: place });
  await getDatabase().upload.update({ where: { id: uploadId }, data: place });
  const ended = await Promise.all([importEnded(await desk.drop('first.jsonl', lines(1_000))), importEnded(elsewhere)]);
  expect(ended.map(({ failureCode }) => failureCode)).toContain('QUOTA_EXCEEDED');
  const stored = await getDatabase().document.count({ where: { projectId: { in: [desk.projectId, other.id] } } });
  expect(stored).toBeLessThanOrEqual(1_300);
  // A batch has 500 records at most, and what is refused is refused whole.
  expect(stored).toBeGreaterThan(1_300 - 500);
  expect(stored).toBe(ended.reduce((sum, { readCount }) => sum + readCount, 0));
  expect((await measureTeamUsage(getDatabase(), teamId)).documents).toBe(stored);
});

it('an import goes on while the one whose records it repeats is undone, and no group is left without a first', async () => {
  const { projectId, drop } = await openDesk();
  const doomed = await importEnded(await drop('doomed.jsonl', lines(700)));
  let isUndone = false;
  happens = async (_file, record) => {
    if (record !== 350 || isUndone) return;
    isUndone = true;
    await vi.waitFor(async () => expect((await runOf(other)).readCount).toBe(100), 20_000);
    await inTransaction(async (tx) => {
      expect(await beginUndo(tx, { projectId, importRunId: doomed.id })).toBe(true);
      await enqueue(undoImport, { projectId, importRunId: doomed.id }, { tx });
    });
  };
  const other = await drop('other.jsonl', lines(900));
  expect(await importEnded(other)).toMatchObject({ status: 'COMPLETED', readCount: 900 });
  await vi.waitFor(async () => expect((await runOf(doomed.id)).status).toBe('UNDONE'), 30_000);
  const documents = await getDatabase().document.findMany({ where: { projectId } });
  expect(documents.map(({ importRunId, duplicateOfId }) => [importRunId, duplicateOfId])).toEqual(
    Array.from({ length: 900 }, () => [other, null]),
  );
});

it('an import under way is neither started again nor undone, and ends also where its project is archived', async () => {
  const { projectId, drop } = await openDesk();
  happens = async (_file, record) => {
    if (record !== 150) return;
    expect(await inTransaction((tx) => reopenImport(tx, projectId, importRunId))).toBe(false);
    expect(await beginUndo(getDatabase(), { projectId, importRunId })).toBe(false);
    await getDatabase().project.update({ where: { id: projectId }, data: { archivedAt: new Date() } });
  };
  const importRunId = await drop('cases.jsonl', lines(300));
  expect(await importEnded(importRunId)).toMatchObject({ status: 'COMPLETED', readCount: 300, acceptedCount: 300 });
});

const runOf = (id: string) => getDatabase().importRun.findUniqueOrThrow({ where: { id } });
