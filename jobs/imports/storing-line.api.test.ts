import { describe, expect, it } from 'vitest';
import { importFile } from '@/jobs/definitions';
import { enqueue } from '@/jobs/queue';
import { HeldTeam } from '@/jobs/testing/held-team';
import { type ImportDesk, importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, getPool, inTransaction } from '@/prisma/client';
import { reopenImport, requestImportCancel } from '@/prisma/queries/imports';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

/** Of 1,400 records the first batch has 100 and the others 500, 500 and 300. */
const RECORDS = 1_400;
const CASES = Array.from({ length: RECORDS }, (_, index) => ({ id: `${index}`, text: `Case ${index} of cholera.` }));
const JSONL = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

/** Record numbers of what is stored, and how many texts there are. */
async function storedOf(desk: ImportDesk) {
  const documents = await getDatabase().document.findMany({
    where: { projectId: desk.projectId },
    orderBy: { id: 'asc' },
  });
  const texts = await getDatabase().documentText.count({ where: { projectId: desk.projectId } });
  return { numbers: documents.map(({ recordNumber }) => recordNumber), texts };
}

function firstOnes(count: number) {
  return { numbers: Array.from({ length: count }, (_, index) => index + 1), texts: count };
}

function startAgain({ projectId }: ImportDesk, importRunId: string) {
  return inTransaction(async (tx) => {
    expect(await reopenImport(tx, projectId, importRunId)).toBe(true);
    await enqueue(importFile, { projectId, importRunId }, { tx });
  });
}

describe('batches in line', () => {
  it('are stored in the order of the file, though their texts are there before their turn', async () => {
    const desk = await openDesk();
    const held = await HeldTeam.hold(desk.teamId);
    const importRunId = await desk.drop('cases.jsonl', JSONL(CASES));
    await held.untilInLine(2);
    expect(await storedOf(desk)).toEqual(firstOnes(0));
    const again = await held.letOneThrough();
    expect(await storedOf(desk)).toEqual(firstOnes(100));
    await again.letGo();
    expect(await importEnded(importRunId)).toMatchObject({ status: 'COMPLETED', acceptedCount: RECORDS });
    expect(await storedOf(desk)).toEqual(firstOnes(RECORDS));
  });

  it('find what repeats a record of the batch before, which was not stored when theirs were', async () => {
    const desk = await openDesk();
    const held = await HeldTeam.hold(desk.teamId);
    const twice = [...CASES.slice(0, 600), ...CASES.slice(0, 600)];
    const importRunId = await desk.drop('twice.jsonl', JSONL(twice));
    await held.untilInLine(2);
    await held.letGo();
    expect(await importEnded(importRunId)).toMatchObject({ acceptedCount: 600, duplicateCount: 600 });
    const { rows } = await getPool().query<{ first: number; later: number }>(
      `SELECT first."recordNumber" AS "first", later."recordNumber" AS "later" FROM "Document" later
       JOIN "Document" first ON first."projectId" = $1 AND first."id" = later."duplicateOfId"
       WHERE later."projectId" = $1`,
      [desk.projectId],
    );
    expect(rows.map(({ first, later }) => later - first)).toEqual(Array.from({ length: 600 }, () => 600));
  });

  it('count their issues behind those that the batch before finds in its turn', async () => {
    const desk = await openDesk();
    const held = await HeldTeam.hold(desk.teamId);
    // Each second of a pair repeats the first and contradicts its label: that is found under the lock.
    const pairs = [50, 51, 300, 301].map((index) => [index, index % 50 === 0 ? 1 : 0] as const);
    const labels = new Map(pairs);
    const rows = CASES.slice(0, 700).map(({ id, text }, index) => {
      const repeated = labels.get(index) === 0 ? CASES[index - 1]?.text : text;
      return `${id},${repeated},${labels.get(index) ?? 0}`;
    });
    const importRunId = await desk.drop('labelled.csv', ['id,abstract,included', ...rows].join('\n'));
    await held.untilInLine(2);
    await held.letGo();
    await importEnded(importRunId);
    const issues = await getDatabase().importIssue.findMany({ where: { importRunId }, orderBy: { position: 'asc' } });
    expect(issues.map(({ position, code, line }) => ({ position, code, line }))).toEqual([
      { position: 0, code: 'LABEL_CONFLICT', line: 53 },
      { position: 1, code: 'LABEL_CONFLICT', line: 303 },
    ]);
  });

  it('that stand behind one which the quota refuses are not stored, and come when there is room', async () => {
    const desk = await openDesk();
    const held = await HeldTeam.hold(desk.teamId, 650);
    const importRunId = await desk.drop('many.jsonl', JSONL(CASES));
    await held.untilInLine(2);
    await held.letGo();
    const refused = await importEnded(importRunId);
    expect(refused).toMatchObject({ status: 'FAILED', failureCode: 'QUOTA_EXCEEDED', readCount: 600 });
    expect(await storedOf(desk)).toEqual(firstOnes(600));
    await getDatabase().teamQuota.update({ where: { teamId: desk.teamId }, data: { documents: RECORDS } });
    await startAgain(desk, importRunId);
    expect(await importEnded(importRunId)).toMatchObject({ status: 'COMPLETED', acceptedCount: RECORDS });
    expect(await storedOf(desk)).toEqual(firstOnes(RECORDS));
  });

  it('are taken back when the person asks to stop, but for the one in front', async () => {
    const desk = await openDesk();
    const held = await HeldTeam.hold(desk.teamId);
    const importRunId = await desk.drop('stopped.jsonl', JSONL(CASES));
    await held.untilInLine(2);
    expect(await requestImportCancel(getDatabase(), desk.projectId, importRunId)).toBe(true);
    await held.letGo();
    expect(await importEnded(importRunId)).toMatchObject({ status: 'CANCELLED', readCount: 100, acceptedCount: 100 });
    expect(await storedOf(desk)).toEqual(firstOnes(100));
    await startAgain(desk, importRunId);
    expect(await importEnded(importRunId)).toMatchObject({ status: 'COMPLETED', acceptedCount: RECORDS });
    expect(await storedOf(desk)).toEqual(firstOnes(RECORDS));
  });
});
