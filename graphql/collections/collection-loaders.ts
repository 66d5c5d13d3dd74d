import DataLoader from 'dataloader';
import { getDatabase } from '@/prisma/client';
import { countDocuments, findCodeCounts } from '@/prisma/queries/collections';
import type { CodeCount } from '@/prisma/queries/imports';

interface CollectionKey {
  readonly projectId: string;
  readonly collectionId: string;
}

/** What a list of collections would otherwise ask a row at a time. */
export function createCollectionLoaders() {
  return {
    documentCount: new DataLoader<CollectionKey, number, string>(loadDocumentCounts, {
      cacheKeyFn: ({ collectionId }) => collectionId,
    }),
    issueCounts: new DataLoader<string, CodeCount[]>(async (importRunIds) => {
      const counts = await findCodeCounts(getDatabase(), importRunIds);
      return importRunIds.map((id) => counts.filter(({ importRunId }) => importRunId === id));
    }),
  };
}

/** A statement a project: each stays in its partition. */
async function loadDocumentCounts(keys: readonly CollectionKey[]): Promise<number[]> {
  const projects = new Map<string, string[]>();
  for (const { projectId, collectionId } of keys)
    projects.set(projectId, [...(projects.get(projectId) ?? []), collectionId]);
  const counted = await Promise.all(
    [...projects].map(([id, collections]) => countDocuments(getDatabase(), id, collections)),
  );
  const counts = new Map(counted.flatMap((map) => [...map]));
  return keys.map(({ collectionId }) => counts.get(collectionId) ?? 0);
}
