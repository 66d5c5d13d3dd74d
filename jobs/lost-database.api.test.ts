import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { scoreBatch } from '@/jobs/definitions';
import { closeEvents, projectEvents } from '@/jobs/events';
import { closeQueue } from '@/jobs/queue';
import { importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { startWorkerProcess, type WorkerProcess } from '@/jobs/testing/worker-process';
import { closeDatabase, getDatabase, getPool } from '@/prisma/client';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/scripts/embedded-postgres';
import { migrateDatabase } from '@/scripts/migrate-database';

withDataFolder();

let folder = '';
let server: EmbeddedPostgres;
let worker: WorkerProcess | undefined;
const before = process.env.DATABASE_URL;
const LINES = readFileSync('samples/mixed-2000.jsonl', 'utf8')
  .trim()
  .split('\n')
  .filter((line) => line.length < 900)
  .slice(0, 500);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-lost-database-'));
  await chmod(folder, 0o711); // started by root, the server runs as another user and must pass through
  server = await startEmbeddedPostgres({ dataFolder: folder, disposable: true });
  process.env.DATABASE_URL = server.url;
  await migrateDatabase(server.url);
});

afterAll(async () => {
  await worker?.kill('SIGKILL');
  await closeQueue();
  await closeEvents();
  await closeDatabase();
  if (before === undefined) delete process.env.DATABASE_URL;
  else process.env.DATABASE_URL = before;
  server.stop();
  await rm(folder, { recursive: true, force: true });
});

it('is waited for: the same worker goes on where it was, and open pages hear of it', { timeout: 240_000 }, async () => {
  const desk = await openDesk();
  const events = projectEvents(desk.projectId);
  await events.next(); // the connection is there
  worker = startWorkerProcess();
  const importRunId = await desk.drop('mixed.jsonl', LINES.join('\n'));
  await vi.waitFor(
    async () => {
      const { rowCount } = await getPool().query(`SELECT 1 FROM pgboss.job WHERE name = $1 AND state = 'active'`, [
        scoreBatch.name,
      ]);
      expect(rowCount).toBeGreaterThan(0);
    },
    { timeout: 60_000, interval: 10 },
  );
  server.stop();
  await expect(getPool().query('SELECT 1')).rejects.toThrow();
  server = await startEmbeddedPostgres({ dataFolder: folder, disposable: true });

  await importEnded(importRunId);
  const run = await scoringCompleted(desk.projectId);
  expect(worker.child.exitCode).toBeNull();
  const scores = await getDatabase().score.count({ where: { projectId: desk.projectId } });
  const ranked = await getDatabase().document.count({ where: { projectId: desk.projectId, duplicateOfId: null } });
  expect(run).toMatchObject({ totalCount: ranked, scoredCount: ranked, failedCount: 0 });
  expect(scores).toBe(ranked);
  expect((await events.next()).value).toMatchObject({ projectId: desk.projectId });
});
