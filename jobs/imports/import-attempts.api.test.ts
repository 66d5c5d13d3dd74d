import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { importFile } from '@/jobs/definitions';
import { enqueue, openQueue } from '@/jobs/queue';
import { importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { type BeforeRecord, withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, getPool, inTransaction } from '@/prisma/client';
import { beginImportAttempt, reopenImport, requestImportCancel } from '@/prisma/queries/imports';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

let happens: BeforeRecord = () => undefined;
beforeEach(() => {
  happens = () => undefined;
});

withTestDatabase();
withDataFolder();
withWorker((...given) => happens(...given));

const RECORDS = 700;
/** Every seventh is broken, and the last line of all is no record: issues before, between and after batches. */
const FILE = Array.from({ length: RECORDS }, (_, index) =>
  index % 7 === 6 ? `{"id": "${index}",` : JSON.stringify({ id: `${index}`, text: `Case ${index} of dengue fever.` }),
).join('\n');

async function expectWhole(importRunId: string): Promise<void> {
  const run = await importEnded(importRunId);
  expect(run).toMatchObject({ readCount: 700, acceptedCount: 600, rejectedCount: 100, issueCount: 100 });
  const documents = await getDatabase().document.findMany({ where: { importRunId }, select: { recordNumber: true } });
  const numbers = documents.map(({ recordNumber }) => recordNumber).sort((a, b) => a - b);
  expect(numbers).toEqual(
    Array.from({ length: RECORDS }, (_, index) => index + 1).filter((number) => number % 7 !== 0),
  );
  const issues = await getDatabase().importIssue.findMany({ where: { importRunId }, orderBy: { position: 'asc' } });
  expect(issues.map(({ line }) => line)).toEqual(Array.from({ length: 100 }, (_, index) => (index + 1) * 7));
}

/** The reader is ahead of what is stored; here it waits for the first batch. */
function firstBatchStored(importRunId: string) {
  return vi.waitFor(async () => {
    const { readCount } = await getDatabase().importRun.findUniqueOrThrow({ where: { id: importRunId } });
    expect(readCount).toBe(100);
  }, 20_000);
}

function jobCompleted(importRunId: string) {
  return vi.waitFor(async () => {
    const jobs = await (await openQueue()).findJobs(importFile.name, { data: { importRunId } });
    expect(jobs.map(({ state }) => state)).toEqual(['completed']);
  }, 20_000);
}

describe('an import', () => {
  it('goes on from the last batch when its reader dies, again and again', async () => {
    const desk = await openDesk();
    const deaths = new Set([50, 130, 599, 700]);
    happens = (_file, record) => {
      if (deaths.delete(record)) throw new Error(`the reader died at record ${record}`);
    };
    await expectWhole(await desk.drop('dying.jsonl', FILE));
    expect(deaths.size).toBe(0);
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ totalCount: 600, scoredCount: 600 });
  });

  it('that a newer attempt has taken over writes nothing more', async () => {
    const desk = await openDesk();
    let importRunId = '';
    let readAtTakeover = 0;
    const newer = randomUUID();
    happens = async (_file, record) => {
      if (record !== 200) return;
      await firstBatchStored(importRunId);
      const taken = await beginImportAttempt(getPool(), importRunId, newer);
      readAtTakeover = taken?.readCount ?? -1;
    };
    importRunId = await desk.drop('taken.jsonl', FILE);
    await jobCompleted(importRunId);
    expect(readAtTakeover).toBeGreaterThan(0);
    const run = await getDatabase().importRun.findUniqueOrThrow({ where: { id: importRunId } });
    expect(run).toMatchObject({ status: 'RUNNING', attempt: newer, readCount: readAtTakeover });
    expect(await getDatabase().document.count({ where: { importRunId, recordNumber: { gt: readAtTakeover } } })).toBe(
      0,
    );
  });

  it('stops between batches when asked to, with counts that add up, and goes on from there', async () => {
    const desk = await openDesk();
    let isAsked = false;
    happens = async (_file, record) => {
      // Once: every later try reads the file from its start again and comes past this record.
      if (record !== 150 || isAsked) return;
      isAsked = true;
      await firstBatchStored(importRunId);
      await requestImportCancel(getDatabase(), desk.projectId, importRunId);
    };
    const importRunId = await desk.drop('stopped.jsonl', FILE);
    const stopped = await importEnded(importRunId);
    expect(stopped.status).toBe('CANCELLED');
    expect(stopped.readCount).toBe(stopped.acceptedCount + stopped.rejectedCount);
    expect(stopped.readCount).toBeGreaterThanOrEqual(150);
    expect(stopped.readCount).toBeLessThan(RECORDS);
    await inTransaction(async (tx) => {
      expect(await reopenImport(tx, desk.projectId, importRunId)).toBe(true);
      await enqueue(importFile, { projectId: desk.projectId, importRunId }, { tx });
    });
    await expectWhole(importRunId);
  });
});
