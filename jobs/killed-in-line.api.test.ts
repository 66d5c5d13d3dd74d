import { afterEach, expect, it, vi } from 'vitest';
import { HeldTeam } from '@/jobs/testing/held-team';
import { importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { startWorkerProcess, type WorkerProcess } from '@/jobs/testing/worker-process';
import { getDatabase, getPool } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();

let worker: WorkerProcess | undefined;
afterEach(() => worker?.kill('SIGKILL'));

const RECORDS = 1_400;
const FILE = Array.from({ length: RECORDS }, (_, index) => JSON.stringify({ text: `Case ${index} of typhus.` }));

it('a worker killed between two batches in line leaves the first, and nothing of those behind it', async () => {
  const { teamId, projectId, drop } = await openDesk();
  const held = await HeldTeam.hold(teamId);
  const importRunId = await drop('cases.jsonl', FILE.join('\n'));
  worker = startWorkerProcess();
  await held.untilInLine(2);
  const again = await held.letOneThrough();
  await again.untilInLine(2);
  await worker.kill('SIGKILL');
  await vi.waitFor(async () => {
    const { rows } = await getPool().query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'
         AND query LIKE '%INSERT INTO "DocumentText"%'`,
    );
    expect(rows).toEqual([]);
  }, 30_000);
  expect(await getDatabase().documentText.count({ where: { projectId } })).toBe(100);
  await again.letGo();

  worker = startWorkerProcess();
  expect(await importEnded(importRunId)).toMatchObject({ status: 'COMPLETED', readCount: RECORDS });
  const documents = await getDatabase().document.findMany({ where: { projectId }, orderBy: { recordNumber: 'asc' } });
  expect(documents.map(({ recordNumber }) => recordNumber)).toEqual(FILE.map((_, index) => index + 1));
  expect(await getDatabase().documentText.count({ where: { projectId } })).toBe(RECORDS);
});
