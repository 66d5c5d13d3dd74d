import DataLoader from 'dataloader';
import type { DocumentRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { countGroups, findDocuments, findExcerpts } from '@/prisma/queries/documents';
import { findRanks, type RankKey } from '@/prisma/queries/ranked-documents';

interface DocumentKey {
  readonly projectId: string;
  readonly documentId: string;
}

const EXCERPT_LENGTH = 280;

/** What a list of documents would otherwise ask a row at a time. */
export function createDocumentLoaders() {
  return {
    document: byProject<DocumentKey, DocumentRow>(async (projectId, keys) => {
      const rows = await findDocuments(getDatabase(), projectId, idsOf(keys));
      return new Map(rows.map((row) => [row.id, row]));
    }),
    groupSize: byProject<DocumentKey, number>((projectId, keys) => countGroups(getDatabase(), projectId, idsOf(keys))),
    excerpt: byProject<DocumentKey, string>((projectId, keys) =>
      findExcerpts(getDatabase(), projectId, idsOf(keys), EXCERPT_LENGTH),
    ),
    rank: byProject<DocumentKey & RankKey, number>((projectId, keys) => findRanks(getDatabase(), projectId, keys)),
  };
}

function idsOf(keys: readonly DocumentKey[]): string[] {
  return keys.map(({ documentId }) => documentId);
}

/** One statement for each project, so that none leaves its partition. */
export function byProject<Key extends DocumentKey, Value>(
  find: (projectId: string, keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>,
): DataLoader<Key, Value | null, string> {
  return new DataLoader<Key, Value | null, string>(
    async (keys) => {
      const projects = new Map<string, Key[]>();
      for (const key of keys) projects.set(key.projectId, [...(projects.get(key.projectId) ?? []), key]);
      const found = new Map(
        await Promise.all(
          [...projects].map(async ([projectId, own]) => [projectId, await find(projectId, own)] as const),
        ),
      );
      return keys.map(({ projectId, documentId }) => found.get(projectId)?.get(documentId) ?? null);
    },
    { cacheKeyFn: ({ projectId, documentId }) => `${projectId}:${documentId}` },
  );
}
