import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { makeBenchFolder } from '@/bench/bench-folder';
import { cpuSeconds } from '@/bench/cpu-time';
import { uploadKey } from '@/jobs/file-store';
import { closeDatabase, getDatabase } from '@/prisma/client';
import { insertDocuments, insertTexts, type NewDocument, type NewText } from '@/prisma/queries/new-documents';
import { createUpload } from '@/prisma/queries/uploads';
import { startEmbeddedPostgres } from '@/scripts/embedded-postgres';
import { migrateDatabase } from '@/scripts/migrate-database';

/**
 * Where PostgreSQL's time goes when a batch is stored: the import's own INSERT with every index, then with one thing
 * taken away after another. `npx tsx bench/import-statements.ts`.
 */
const BATCH = 500;
const BATCHES = 8;
const folder = await makeBenchFolder();
const server = await startEmbeddedPostgres({ dataFolder: folder });
process.env.DATABASE_URL = server.url;
try {
  await migrateDatabase(server.url);
  const words = (await readFile('samples/mixed-2000.jsonl', 'utf8')).replaceAll(/[^A-Za-z.\s]/g, ' ').split(/\s+/);
  const database = getDatabase();
  const { id: teamId } = await database.team.create({ data: { name: 'Bench' } });
  const { id: projectId } = await database.project.create({ data: { teamId, name: 'Bench' } });
  const { id: collectionId } = await database.collection.create({ data: { projectId, name: 'Bench' } });
  const file = { fileName: 'bench', sizeBytes: 0n };
  const uploadId = randomUUID();
  const owner = { projectId, collectionId, userId: null, storageKey: uploadKey(uploadId) };
  await createUpload(database, { id: uploadId, ...owner, ...file, autoMap: true, restores: null });
  const { id: importRunId } = await database.importRun.create({
    data: { projectId, collectionId, uploadId, ...file },
  });
  await measure({ projectId, collectionId, importRunId }, words);
} finally {
  await closeDatabase();
  server.stop();
  await rm(server.clusterFolder, { recursive: true, force: true }); // for root it is elsewhere than the rest
  await rm(folder, { recursive: true, force: true });
}

async function measure(scope: { projectId: string; collectionId: string; importRunId: string }, words: string[]) {
  const client = new pg.Client(server.url);
  await client.connect();
  let number = 0;
  const store = async () => {
    await client.query('BEGIN');
    const documents = Array.from({ length: BATCH }, () => documentOf(++number, words));
    await insertTexts(client, scope.projectId, documents);
    await insertDocuments(client, scope, documents.map(placeOf), null);
    await client.query('COMMIT');
  };
  await spent(client, 'all indexes', store);
  for (const index of ['DocumentText_projectId_search_idx', 'DocumentText_projectId_metadata_idx']) {
    await client.query(`DROP INDEX "${index}"`);
    await spent(client, `without ${index} too`, store);
  }
  const texts = Array.from({ length: BATCH }, () => documentOf(++number, words).text);
  const vectors = `SELECT sum(length(to_tsvector('english', text))) FROM unnest($1::text[]) AS text`;
  await spent(client, 'to_tsvector alone', () => client.query(vectors, [texts]));
  await client.end();
}

async function spent(client: pg.Client, name: string, work: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = rows[0]?.pid ?? 0;
  await work();
  const before = await cpuSeconds(pid);
  for (let batch = 0; batch < BATCHES; batch++) await work();
  const after = await cpuSeconds(pid);
  console.log(`${name}: ${(((after.server - before.server) * 1000) / (BATCH * BATCHES)).toFixed(3)} ms a document`);
}

function documentOf(recordNumber: number, words: readonly string[]): NewDocument & NewText {
  const from = (recordNumber * 97) % (words.length - 1000);
  const text = `${recordNumber} ${words.slice(from, from + 1000).join(' ')}`.slice(0, 1500);
  return {
    id: uuidv7(),
    recordNumber,
    externalId: `${recordNumber}`,
    title: `Record ${recordNumber} of the bench`,
    year: 2020,
    language: null,
    dedupKey: `bench:${recordNumber}`,
    titleHash: `${recordNumber}`,
    duplicateOfId: null,
    textLength: text.length,
    text,
    authors: [],
    journal: null,
    doi: null,
    pmid: null,
    url: null,
    keywords: [],
    metadata: {},
  };
}

/** Without what its text is stored with: the import does not send it twice either. */
function placeOf({ text, authors, keywords, metadata, ...place }: NewDocument & NewText): NewDocument {
  return place;
}
