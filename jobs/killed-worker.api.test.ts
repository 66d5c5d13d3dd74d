import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { importFile, scoreBatch } from '@/jobs/definitions';
import { importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { startWorkerProcess, type WorkerProcess } from '@/jobs/testing/worker-process';
import { getDatabase, getPool } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();

/** Short ones, so that ten starts of an engine are most of the time. */
const LINES = readFileSync('samples/mixed-2000.jsonl', 'utf8')
  .trim()
  .split('\n')
  .filter((line) => line.length < 900)
  .slice(0, 500);
const IMPORT_JOB_TAKEN = jobTaken(importFile.name);
const BATCH_JOB_TAKEN = jobTaken(scoreBatch.name);
const RECORDS_STORED = grown('SELECT coalesce(sum("readCount"), 0)::int AS "count" FROM "ImportRun"');
const BATCH_SCORED = grown('SELECT count(*)::int AS "count" FROM "Score"');
/** When the worker is killed: at the beginning of work, and right after some of it was stored and more is in hand. */
const MOMENTS = [
  ...[IMPORT_JOB_TAKEN, RECORDS_STORED, IMPORT_JOB_TAKEN, BATCH_JOB_TAKEN, BATCH_SCORED],
  ...[BATCH_JOB_TAKEN, BATCH_SCORED, BATCH_JOB_TAKEN, BATCH_SCORED, BATCH_JOB_TAKEN],
];

let worker: WorkerProcess | undefined;
afterEach(() => worker?.kill('SIGKILL'));

/** Starts a worker and resolves when it has come to the moment. */
type Moment = (start: () => void) => Promise<void>;

function jobTaken(queue: string): Moment {
  const claims = `SELECT count(*)::int AS "count" FROM pgboss.job WHERE name = '${queue}' AND state = 'active' AND started_on > $1`;
  return async (start) => {
    const since = new Date();
    start();
    await countAbove(0, claims, [since]);
  };
}

function grown(counting: string): Moment {
  return async (start) => {
    const before = await count(counting);
    start();
    await countAbove(before, counting);
  };
}

async function count(sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await getPool().query<{ count: number }>(sql, values);
  return rows[0]?.count ?? 0;
}

function countAbove(least: number, sql: string, values: unknown[] = []): Promise<void> {
  const patience = { timeout: 90_000, interval: 5 };
  return vi.waitFor(async () => {
    if ((await count(sql, values)) <= least) throw new Error(`Nothing happened. The worker said:\n${worker?.lines()}`);
  }, patience);
}

it('scores every document exactly once although its worker is killed ten times', { timeout: 300_000 }, async () => {
  const desk = await openDesk();
  const importRunId = await desk.drop('mixed.jsonl', LINES.join('\n'));
  for (const moment of MOMENTS) {
    await moment(() => {
      worker = startWorkerProcess();
    });
    await worker?.kill('SIGKILL');
  }
  worker = startWorkerProcess();
  const imported = await importEnded(importRunId);
  const run = await scoringCompleted(desk.projectId);

  expect(imported).toMatchObject({ status: 'COMPLETED', readCount: LINES.length });
  const documents = await getDatabase().document.findMany({ where: { projectId: desk.projectId } });
  expect(documents).toHaveLength(LINES.length);
  expect(new Set(documents.map(({ recordNumber }) => recordNumber)).size).toBe(LINES.length);
  const ranked = documents.filter(({ duplicateOfId }) => duplicateOfId === null);
  expect(ranked).toHaveLength(imported.acceptedCount + imported.repairedCount);
  const scores = await getDatabase().score.findMany({ where: { projectId: desk.projectId } });
  expect(scores.map(({ documentId }) => documentId).sort()).toEqual(ranked.map(({ id }) => id).sort());
  const byDocument = new Map(scores.map(({ documentId, rawScore }) => [documentId, rawScore]));
  for (const { id, status, rawScore } of ranked) {
    expect(status).toBe('SCORED');
    expect(rawScore).toBe(byDocument.get(id));
  }
  expect(run).toMatchObject({ totalCount: ranked.length, scoredCount: ranked.length, failedCount: 0 });
  expect(Number(run.tokenCount)).toBe(scores.reduce((sum, { tokensRead }) => sum + tokensRead, 0));
});

it('ends or gives back what it has in hand on SIGTERM, and leaves by itself before its deadline', async () => {
  const desk = await openDesk();
  await desk.drop('mixed.jsonl', LINES.join('\n'));
  await BATCH_JOB_TAKEN(() => {
    worker = startWorkerProcess();
  });
  await worker?.kill('SIGTERM');
  expect(worker?.child.exitCode).toBe(0);
  const { rows } = await getPool().query(
    `SELECT name FROM pgboss.job WHERE name NOT LIKE '\\_\\_%' AND state = 'active'`,
  );
  expect(rows).toEqual([]);
  worker = startWorkerProcess();
  expect((await scoringCompleted(desk.projectId)).failedCount).toBe(0);
});

it('ends when its supervisor has gone', async () => {
  worker = startWorkerProcess();
  const { child } = worker;
  await vi.waitFor(() => expect(worker?.lines()).toContain('worker-started'), 30_000);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  expect(await ended).toBe(0);
});
