import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { makeBenchFolder } from '@/bench/bench-folder';
import { type CpuSeconds, cpuSeconds } from '@/bench/cpu-time';
import { readDocumentsInChild } from '@/ingestion/read-in-child';
import { importFile } from '@/jobs/definitions';
import { closeEvents } from '@/jobs/events';
import { openFileStore, uploadKey } from '@/jobs/file-store';
import { createImportFileHandler } from '@/jobs/imports/import-file';
import { closeQueue, openQueue } from '@/jobs/queue';
import { closeDatabase, getDatabase, getPool } from '@/prisma/client';
import { createUpload } from '@/prisma/queries/uploads';
import { startEmbeddedPostgres } from '@/scripts/embedded-postgres';
import { migrateDatabase } from '@/scripts/migrate-database';

/**
 * How fast a file is stored: the import's own handler, from the uploaded file to documents with texts, search vectors,
 * groups, issues and the jobs that score them, into a real PostgreSQL with every index on; beside the reading process alone
 * on the same file. `npx tsx bench/import-speed.ts`; with --read-only just the reading and its memory, for very large files.
 */
const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '50000' },
    /** Characters of each text: an abstract has about 1,500. */
    length: { type: 'string', default: '1500' },
    /** Share of words that no text before has had; in abstracts of one field 2 to 5 of 100, the fewer the more there are. */
    'new-words': { type: 'string', default: '0.02' },
    'read-only': { type: 'boolean', default: false },
  },
});
const MIB = 1024 * 1024;
const documents = Number(values.documents);
const folder = await makeBenchFolder();
try {
  const path = join(folder, 'documents.jsonl');
  await writeDocuments(path);
  const { size } = await stat(path);
  console.log(
    `${documents} documents, ${(size / MIB).toFixed(0)} MiB; node ${process.version}; ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores; load ${os.loadavg()[0]?.toFixed(1)}`,
  );
  const readSeconds = await reading(path, size);
  if (!values['read-only']) await storing(path, size, readSeconds);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function writeDocuments(path: string): Promise<void> {
  const lines = (await readFile('samples/mixed-2000.jsonl', 'utf8')).trim().split('\n');
  const texts = lines.map((line) => z.looseObject({ text: z.string() }).parse(JSON.parse(line)).text);
  const words = texts.join(' ').split(/\s+/);
  const newEvery = Math.round(1 / Number(values['new-words']));
  const file = createWriteStream(path);
  for (let index = 0; index < documents; index++) {
    const from = (index * 97) % (words.length - 1000);
    const text = words
      .slice(from, from + 1000)
      .map((word, place) => (place % newEvery === 1 ? newWord(index, place) : word))
      .join(' ')
      .slice(0, Number(values.length));
    const record = { id: `${index}`, title: `Record ${index} of the bench`, text: `${index} ${text}`, year: 2020 };
    if (!file.write(`${JSON.stringify(record)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

/** Letters only, as most words that are met for the first time. */
function newWord(document: number, place: number): string {
  return `${document} ${place}`.replaceAll(/[\d ]/g, (digit) => 'abcdefghijk'[Number(digit.trim() || 10)] ?? '');
}

async function reading(path: string, size: number): Promise<number> {
  let count = 0;
  const start = performance.now();
  const memory = watchMemory();
  for await (const event of readDocumentsInChild(path, 'documents.jsonl', { onSpawn: memory.onSpawn })) {
    if (event.type === 'document') count += 1;
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `reading alone: ${Math.round(count / seconds)} documents/s, ${(size / MIB / seconds).toFixed(0)} MiB/s; ${memory.end()}`,
  );
  return seconds;
}

async function storing(path: string, size: number, readSeconds: number): Promise<void> {
  process.env.WINNOW_DATA_DIR = folder;
  const server = await startEmbeddedPostgres({ dataFolder: folder });
  process.env.DATABASE_URL = server.url;
  try {
    await migrateDatabase(server.url);
    await openQueue();
    const payload = await queueFile(path, size);
    const memory = watchMemory();
    const handle = createImportFileHandler({
      files: openFileStore(),
      read: (file, name, options) => readDocumentsInChild(file, name, { ...options, onSpawn: memory.onSpawn }),
    });
    const { rows } = await getPool().query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const backendPid = rows[0]?.pid ?? 0;
    const before = await cpuSeconds(backendPid);
    const start = performance.now();
    const { signal } = new AbortController();
    await handle({ id: randomUUID(), name: importFile.name, payload, signal, completeIn: async () => undefined });
    const seconds = (performance.now() - start) / 1000;
    console.log(memory.end());
    console.log(cpuPerDocument(before, await cpuSeconds(backendPid)));
    const run = await getDatabase().importRun.findUniqueOrThrow({ where: { id: payload.importRunId } });
    const stored = run.acceptedCount + run.repairedCount;
    if (stored !== documents) throw new Error(`${stored} of ${documents} documents were stored`);
    console.log(
      `stored: ${Math.round(documents / seconds)} documents/s, ${(seconds / readSeconds).toFixed(1)} times the time of reading alone`,
    );
  } finally {
    await closeQueue();
    await closeEvents();
    await closeDatabase();
    server.stop();
    await rm(server.clusterFolder, { recursive: true, force: true }); // for root it is elsewhere than the rest
  }
}

function cpuPerDocument(before: CpuSeconds, after: CpuSeconds): string {
  const ms = (part: keyof CpuSeconds) => ((after[part] - before[part]) / documents) * 1000;
  const [own, ended, server] = [ms('own'), ms('ended'), ms('server')];
  const most = (cores: number) => Math.round((1000 * cores) / (own + ended + server));
  return (
    `processor time a document: importer ${own.toFixed(3)} ms, reading process ${ended.toFixed(3)} ms, PostgreSQL ` +
    `${server.toFixed(3)} ms; two cores with nothing else to do: ${most(2)} documents/s at most, three: ${most(3)}`
  );
}

async function queueFile(path: string, size: number) {
  const database = getDatabase();
  const { id: teamId } = await database.team.create({ data: { name: 'Bench' } });
  const { id: projectId } = await database.project.create({ data: { teamId, name: 'Bench' } });
  const { id: collectionId } = await database.collection.create({ data: { projectId, name: 'Bench' } });
  const id = randomUUID();
  const file = { fileName: 'documents.jsonl', sizeBytes: BigInt(size), storageKey: uploadKey(id) };
  await openFileStore().put(file.storageKey, createReadStream(path));
  await createUpload(database, { id, projectId, collectionId, userId: null, ...file, autoMap: true, restores: null });
  const { id: importRunId } = await database.importRun.create({
    data: { projectId, collectionId, uploadId: id, fileName: file.fileName, sizeBytes: file.sizeBytes },
  });
  return { projectId, importRunId };
}

/** The largest that the reading process and this one have been seen, in MiB. */
function watchMemory() {
  let [pid, readerMib, ownMib] = [0, 0, 0];
  const look = async () => {
    ownMib = Math.max(ownMib, process.memoryUsage.rss() / MIB);
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    readerMib = Math.max(readerMib, Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024);
  };
  const timer = setInterval(() => void look(), 100);
  return {
    onSpawn: (child: ChildProcess) => {
      pid = child.pid ?? 0;
    },
    end: () => {
      clearInterval(timer);
      return `reading process at most ${readerMib.toFixed(0)} MiB, this one ${ownMib.toFixed(0)} MiB`;
    },
  };
}
