import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import { z } from 'zod';
import { makeBenchFolder } from '@/bench/bench-folder';
import { importLocalSample } from '@/graphql/collections/import-local-sample';
import { startEngine } from '@/inference/engine';
import { engineOptionsFrom } from '@/inference/engine-options';
import { closeEvents } from '@/jobs/events';
import { closeQueue } from '@/jobs/queue';
import { closeDatabase, getDatabase, inTransaction } from '@/prisma/client';
import { startEmbeddedPostgres } from '@/scripts/embedded-postgres';
import { migrateDatabase } from '@/scripts/migrate-database';

/**
 * From the end of an upload to the last score, through queue, parser, database and worker, beside the engine's own time
 * for the same texts in the same run. Run with `npx tsx bench/end-to-end.ts`; the ratio is the figure, seconds are noise.
 */
const dataFolder = await makeBenchFolder();
process.env.WINNOW_DATA_DIR = dataFolder;
const server = await startEmbeddedPostgres({ dataFolder });
process.env.DATABASE_URL = server.url;
let worker: ChildProcess | undefined;
try {
  await migrateDatabase(server.url);
  const texts = await readTexts();
  await engineSeconds(texts.slice(0, 50)); // builds the graph, which a fresh installation pays once
  const before = await engineSeconds(texts);
  const whole = await platformSeconds();
  const after = await engineSeconds(texts);
  const engine = (before + after) / 2;
  console.log(
    `node ${process.version}; ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores; load ${os.loadavg()[0]?.toFixed(1)}`,
  );
  console.log(
    `engine alone ${before.toFixed(1)} s before, ${after.toFixed(1)} s after; end to end ${whole.toFixed(1)} s`,
  );
  console.log(`ratio ${(whole / engine).toFixed(2)} for ${texts.length} texts`);
} finally {
  worker?.kill('SIGTERM');
  if (worker && worker.exitCode === null) await once(worker, 'exit');
  await closeQueue();
  await closeEvents();
  await closeDatabase();
  server.stop();
  await rm(server.clusterFolder, { recursive: true, force: true }); // for root it is elsewhere than the rest
  await rm(dataFolder, { recursive: true, force: true });
}

async function readTexts(): Promise<string[]> {
  const lines = (await readFile('samples/mixed-2000.jsonl', 'utf8')).trim().split('\n');
  return lines.map((line) => z.looseObject({ text: z.string() }).parse(JSON.parse(line)).text);
}

async function engineSeconds(texts: readonly string[]): Promise<number> {
  const engine = await startEngine(engineOptionsFrom(process.env));
  const start = performance.now();
  await engine.score(texts);
  const seconds = (performance.now() - start) / 1000;
  await engine.close();
  return seconds;
}

async function platformSeconds(): Promise<number> {
  worker = spawn(process.execPath, ['--import', 'tsx', 'jobs/worker.ts'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await heardStarting(worker);
  const projectId = await queueSample();
  const start = performance.now();
  while (!(await isScored(projectId))) await new Promise((resolve) => setTimeout(resolve, 100));
  const seconds = (performance.now() - start) / 1000;
  worker.kill('SIGTERM');
  await once(worker, 'exit');
  return seconds;
}

async function heardStarting(child: ChildProcess): Promise<void> {
  for await (const text of child.stdout ?? []) if (String(text).includes('worker-started')) break;
  child.stdout?.resume();
}

async function queueSample(): Promise<string> {
  const database = getDatabase();
  const { id: teamId } = await database.team.create({ data: { name: 'Bench' } });
  const { id: projectId } = await database.project.create({ data: { teamId, name: 'Bench' } });
  const { id: collectionId } = await database.collection.create({ data: { projectId, name: 'Bench' } });
  const { id: userId } = await database.user.create({
    data: { email: 'bench@example.org', name: 'Bench', passwordHash: '' },
  });
  await inTransaction((tx) => importLocalSample(tx, { teamId, projectId, collectionId, userId }));
  return projectId;
}

async function isScored(projectId: string): Promise<boolean> {
  const [pending, scored, running] = await Promise.all([
    getDatabase().document.count({ where: { projectId, duplicateOfId: null, status: 'PENDING' } }),
    getDatabase().document.count({ where: { projectId, status: { not: 'PENDING' } } }),
    getDatabase().importRun.count({ where: { projectId, finishedAt: null } }),
  ]);
  return running === 0 && pending === 0 && scored > 0;
}
