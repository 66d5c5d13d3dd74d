import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, vi } from 'vitest';
import { closeEvents } from '@/jobs/events';
import { openFileStore, uploadKey } from '@/jobs/file-store';
import { closeQueue } from '@/jobs/queue';
import { queueImport } from '@/jobs/queue-import';
import { getDatabase, inTransaction } from '@/prisma/client';
import type { ImportRun, ScoringRun } from '@/prisma/generated/client';
import { createUpload } from '@/prisma/queries/uploads';

/** A project with one collection to import into. */
export interface ImportDesk {
  readonly teamId: string;
  readonly projectId: string;
  readonly collectionId: string;
  /** Stores the bytes as a finished upload and queues its import. */
  drop(fileName: string, content: string | Buffer): Promise<string>;
  dropFile(fileName: string, path: string): Promise<string>;
}

/** Gives a suite a data folder of its own, and ends what the suite has opened. */
export function withDataFolder(): void {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'winnow-data-'));
    process.env.WINNOW_DATA_DIR = folder;
  });
  afterAll(async () => {
    await closeQueue();
    await closeEvents();
    delete process.env.WINNOW_DATA_DIR;
    await rm(folder, { recursive: true });
  });
}

/** @param autoMap  Whether its files are imported without asking where their columns are unmistakable. */
export async function openDesk({ autoMap = true } = {}): Promise<ImportDesk> {
  const { id: teamId } = await getDatabase().team.create({ data: { name: 'Desk' } });
  const { id: projectId } = await getDatabase().project.create({ data: { teamId, name: 'Asthma' } });
  const { id: collectionId } = await getDatabase().collection.create({ data: { projectId, name: 'Spring' } });
  const store = async (fileName: string, sizeBytes: number, source: Readable) => {
    const id = uuidv7();
    const storageKey = uploadKey(id);
    await openFileStore().put(storageKey, source);
    const file = { fileName, sizeBytes: BigInt(sizeBytes), storageKey };
    await createUpload(getDatabase(), { id, projectId, collectionId, userId: null, ...file, autoMap });
    const importRunId = await inTransaction((tx) => queueImport(tx, id));
    if (!importRunId) throw new Error('a new upload is received once');
    return importRunId;
  };
  return {
    teamId,
    projectId,
    collectionId,
    drop: (fileName, content) => store(fileName, Buffer.byteLength(content), Readable.from([content])),
    dropFile: async (fileName, path) => store(fileName, (await stat(path)).size, createReadStream(path)),
  };
}

const PATIENCE = { timeout: 100_000, interval: 50 };

export function importEnded(importRunId: string): Promise<ImportRun> {
  return vi.waitFor(async () => {
    const run = await getDatabase().importRun.findUniqueOrThrow({ where: { id: importRunId } });
    if (run.finishedAt === null) throw new Error(`The import is ${run.status} at record ${run.readCount}.`);
    return run;
  }, PATIENCE);
}

export function scoringCompleted(projectId: string): Promise<ScoringRun> {
  return vi.waitFor(async () => {
    const run = await getDatabase().scoringRun.findFirstOrThrow({
      where: { projectId },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    if (run.status !== 'COMPLETED') throw new Error(`${run.status}: ${run.scoredCount} of ${run.totalCount} scored.`);
    return run;
  }, PATIENCE);
}
