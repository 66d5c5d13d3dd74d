import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { proposeDuplicates, undoImport } from '@/jobs/definitions';
import { sweepExports } from '@/jobs/exports/sweep-exports';
import { filesFolder, openFileStore } from '@/jobs/file-store';
import { enqueue } from '@/jobs/queue';
import { askForExport } from '@/jobs/testing/ask-for-export';
import { importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { startWorkerProcess, type WorkerProcess } from '@/jobs/testing/worker-process';
import { getDatabase, getPool, inTransaction } from '@/prisma/client';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';
import { beginUndo } from '@/prisma/queries/undo-import';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();

const PATIENCE = { timeout: 60_000, interval: 20 };
const CASES = Array.from({ length: 700 }, (_, index) => JSON.stringify({ text: `Case ${index} of pellagra.` }));
/** Two of one title and one author: proposed as a pair, once. */
const ALIKE = ['One report.', 'Another report.'].map((text) =>
  JSON.stringify({ title: 'Niacin deficiency in children of the rural south', text, authors: ['Goldberger, Joseph'] }),
);
let worker: WorkerProcess;

beforeAll(() => {
  // Nothing is scored here.
  vi.stubEnv('WINNOW_MODEL', '/nowhere');
  worker = startWorkerProcess();
});
afterAll(async () => {
  await worker.kill('SIGKILL');
  vi.unstubAllEnvs();
});

async function replaceWorker(signal: NodeJS.Signals): Promise<void> {
  await worker.kill(signal);
  worker = startWorkerProcess();
}

/** A transaction of its own that is ended by `letGo`, and in any case with the test. */
async function hold(take: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('BEGIN');
  const taken = take(client);
  return { taken, letGo: () => client.query('COMMIT') };
}

function untilWaiting(count: number, event: 'advisory' | 'relation') {
  return vi.waitFor(async () => {
    const { rowCount } = await getPool().query(
      'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = $1',
      [event],
    );
    expect(rowCount).toBeGreaterThanOrEqual(count);
  }, PATIENCE);
}

const documentsOf = (importRunId: string) => getDatabase().document.findMany({ where: { importRunId } });
const files = async () => (await readdir(join(filesFolder(), 'exports')).catch(() => [])).sort();
const halves = async () => (await files()).filter((name) => name.endsWith('.part'));

/** Each first document waits to be scored, once; the run counts all that wait, until their batches find some gone. */
async function expectCountersRight(projectId: string): Promise<void> {
  const firsts = await getDatabase().document.findMany({ where: { projectId, duplicateOfId: null } });
  const { rows } = await getPool().query<{ id: string }>(
    `SELECT jsonb_array_elements_text(data -> 'documentIds') AS "id" FROM pgboss.job
     WHERE name = 'score-batch' AND data ->> 'projectId' = $1`,
    [projectId],
  );
  const there = new Set(firsts.map(({ id }) => id));
  expect(rows.flatMap(({ id }) => (there.has(id) ? [id] : [])).sort()).toEqual([...there].sort());
  expect(await getDatabase().scoringRun.findMany({ where: { projectId } })).toMatchObject([
    { totalCount: rows.length, scoredCount: 0, failedCount: 0 },
  ]);
  const [documents, texts] = [{ where: { projectId } }, { where: { projectId } }];
  expect(await getDatabase().documentText.count(texts)).toBe(await getDatabase().document.count(documents));
}

it('a worker killed in the middle of an undo leaves groups and counters whole, and the next one ends it', async () => {
  const { projectId, drop } = await openDesk();
  const doomed = await importEnded(await drop('doomed.jsonl', CASES.join('\n')));
  const other = await importEnded(await drop('other.jsonl', `${CASES.join('\n')}\n${CASES[0]}`));
  expect(other).toMatchObject({ acceptedCount: 0, duplicateCount: 701 });
  const before = await hold((client) => lockProjectDocuments(client, projectId));
  await before.taken;
  await inTransaction(async (tx) => {
    expect(await beginUndo(tx, { projectId, importRunId: doomed.id })).toBe(true);
    await enqueue(undoImport, { projectId, importRunId: doomed.id }, { tx });
  });
  await untilWaiting(1, 'advisory');
  // Behind its first transaction, and before its second.
  const between = await hold((client) => lockProjectDocuments(client, projectId));
  await untilWaiting(2, 'advisory');
  await before.letGo();
  await between.taken;
  await untilWaiting(1, 'advisory');
  expect(await documentsOf(doomed.id)).toHaveLength(200);
  await expectCountersRight(projectId);
  await replaceWorker('SIGKILL');
  await between.letGo();
  await vi.waitFor(async () => {
    const run = await getDatabase().importRun.findUniqueOrThrow({ where: { id: doomed.id } });
    expect(run).toMatchObject({ status: 'UNDONE', removedCount: 700, failureCode: null });
  }, PATIENCE);
  expect(await documentsOf(doomed.id)).toEqual([]);
  const kept = await documentsOf(other.id);
  expect(kept).toHaveLength(701);
  expect(kept.filter(({ duplicateOfId }) => duplicateOfId !== null)).toHaveLength(1);
  await expectCountersRight(projectId);
});

it('an import, an export and a look for duplicates are given back on SIGTERM, and end whole after a SIGKILL', async () => {
  const desk = await openDesk();
  const { projectId, drop } = desk;
  const first = await importEnded(await drop('first.jsonl', [...ALIKE, ...CASES.slice(0, 350)].join('\n')));
  await vi.waitFor(() => expectOneProposal(projectId), PATIENCE);
  await getDatabase().duplicateProposal.deleteMany({ where: { projectId } });
  const held = await hold((client) => client.query('LOCK TABLE "DocumentText" IN ACCESS EXCLUSIVE MODE'));
  await held.taken;
  const look = { projectId, importRunId: first.id, afterDocumentId: null };
  await inTransaction((tx) => enqueue(proposeDuplicates, look, { tx }));
  const exportId = await askForExport(desk);
  const importRunId = await drop('second.jsonl', CASES.slice(350).join('\n'));
  await vi.waitFor(async () => expect(await halves()).toHaveLength(1), PATIENCE);
  await untilWaiting(3, 'relation');

  const given = await attemptOf(importRunId);
  await worker.kill('SIGTERM');
  expect(worker.child.signalCode).toBeNull();
  expect(await activeJobs()).toEqual([]);
  worker = startWorkerProcess();
  await vi.waitFor(async () => expect((await halves()).length).toBeGreaterThan(1), PATIENCE);
  await vi.waitFor(async () => expect(await attemptOf(importRunId)).not.toBe(given), PATIENCE);
  await replaceWorker('SIGKILL');
  await held.letGo();

  expect(await importEnded(importRunId)).toMatchObject({ status: 'COMPLETED', readCount: 350, acceptedCount: 350 });
  expect(await getDatabase().document.count({ where: { projectId } })).toBe(702);
  await expectCountersRight(projectId);
  await vi.waitFor(() => expectOneProposal(projectId), PATIENCE);
  const run = await vi.waitFor(async () => {
    const asked = await getDatabase().exportRun.findUniqueOrThrow({ where: { id: exportId } });
    expect(asked.finishedAt).not.toBeNull();
    return asked;
  }, PATIENCE);
  expect(run).toMatchObject({ status: 'COMPLETED', doneCount: run.totalCount });
  const lines = (await readFile(join(filesFolder(), run.storageKey ?? ''), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(run.totalCount ?? 0);
  // Halves of the dead are nobody's, and go when nobody can be writing them any more.
  await sweepExports(openFileStore(), new Date(Date.now() + 2 * 3_600_000));
  expect(await files()).toEqual([run.storageKey?.split('/')[1]]);
});

async function expectOneProposal(projectId: string): Promise<void> {
  expect(await getDatabase().duplicateProposal.count({ where: { projectId } })).toBe(1);
}

async function activeJobs(): Promise<string[]> {
  const { rows } = await getPool().query<{ name: string }>(
    `SELECT name FROM pgboss.job WHERE name NOT LIKE '\\_\\_%' AND state = 'active'`,
  );
  return rows.map(({ name }) => name);
}

async function attemptOf(importRunId: string): Promise<string | null> {
  return (await getDatabase().importRun.findUniqueOrThrow({ where: { id: importRunId } })).attempt;
}
