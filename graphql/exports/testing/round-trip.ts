import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { vi } from 'vitest';
import { createExport } from '@/graphql/exports/create-export';
import type { CreateExportInput } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { type Person, requestOf } from '@/graphql/testing/people';
import { openFileStore, uploadKey } from '@/jobs/file-store';
import { queueImport } from '@/jobs/queue-import';
import { getDatabase, inTransaction } from '@/prisma/client';
import type { ExportFormat } from '@/prisma/generated/client';
import { createUpload } from '@/prisma/queries/uploads';

/** A project, and who imports into it or exports from it. */
export interface Place {
  readonly person: Person;
  readonly projectId: string;
}

export async function openProject(teamId: string, name: string): Promise<string> {
  return (await getDatabase().project.create({ data: { teamId, name } })).id;
}

/** Uploads a file; answers with its import. */
export async function bring(
  { person, projectId: into }: Place,
  fileName: string,
  bytes: Buffer,
  restores: boolean | null = null,
): Promise<string> {
  const { id: collectionId } = await getDatabase().collection.create({ data: { projectId: into, name: fileName } });
  const id = uuidv7();
  const place = { projectId: into, collectionId, userId: person.id, fileName, storageKey: uploadKey(id) };
  await openFileStore().put(place.storageKey, Readable.from([bytes]));
  // An export says what its columns are, so that nobody is asked; other files here are unmistakable, and may go on.
  const autoMap = !fileName.startsWith('review');
  await createUpload(getDatabase(), { id, ...place, sizeBytes: BigInt(bytes.length), restores, autoMap });
  const importRunId = await inTransaction((tx) => queueImport(tx, id));
  if (!importRunId) throw new Error('a new upload is received once');
  return importRunId;
}

export async function exportOf(
  { person, projectId: of }: Place,
  format: ExportFormat,
  options: Partial<CreateExportInput> = {},
): Promise<Buffer> {
  const input = { projectId: toGlobalId('Project', of), format, ...options };
  const { export: asked } = await createExport(requestOf(person), input);
  const key = await vi.waitFor(
    async () => {
      const run = await getDatabase().exportRun.findUniqueOrThrow({ where: { id: asked.id } });
      if (run.status !== 'COMPLETED' || !run.storageKey) throw new Error(`${run.status} ${run.failureMessage}`);
      return run.storageKey;
    },
    { timeout: 30_000, interval: 50 },
  );
  return openFileStore().withLocalFile(key, (path) => readFile(path));
}
