import DataLoader from 'dataloader';
import type { ImportRunRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { countDocuments, countDuplicates, findCodeCounts } from '@/prisma/queries/collections';
import type { CodeCount } from '@/prisma/queries/imports';

interface CollectionKey {
  readonly projectId: string;
  readonly collectionId: string;
}

/** What a list of collections would otherwise ask a row at a time. */
export function createCollectionLoaders() {
  return {
    documentCount: counter(countDocuments),
    duplicateCount: counter(countDuplicates),
    importRun: new DataLoader<string, ImportRunRow | null>(async (ids) => {
      const runs = await getDatabase().importRun.findMany({ where: { id: { in: [...ids] } }, omit: { preview: true } });
      const rows = new Map(runs.map((run) => [run.id, run]));
      return ids.map((id) => rows.get(id) ?? null);
    }),
    issueCounts: new DataLoader<string, CodeCount[]>(async (importRunIds) => {
      const counts = await findCodeCounts(getDatabase(), importRunIds);
      return importRunIds.map((id) => counts.filter(({ importRunId }) => importRunId === id));
    }),
  };
}

function counter(count: typeof countDocuments) {
  return new DataLoader<CollectionKey, number, string>((keys) => loadCounts(count, keys), {
    cacheKeyFn: ({ collectionId }) => collectionId,
  });
}

/** A statement a project: each stays in its partition. */
async function loadCounts(count: typeof countDocuments, keys: readonly CollectionKey[]): Promise<number[]> {
  const projects = new Map<string, string[]>();
  for (const { projectId, collectionId } of keys)
    projects.set(projectId, [...(projects.get(projectId) ?? []), collectionId]);
  const counted = await Promise.all([...projects].map(([id, collections]) => count(getDatabase(), id, collections)));
  const counts = new Map(counted.flatMap((map) => [...map]));
  return keys.map(({ collectionId }) => counts.get(collectionId) ?? 0);
}
