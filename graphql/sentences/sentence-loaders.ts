import DataLoader from 'dataloader';
import { getPool } from '@/prisma/client';
import { findSentences, type KeptSentences, type SentencesKey } from '@/prisma/queries/sentence-scores';

/** One statement for each project, so that none leaves its partition. */
export function createSentenceLoaders() {
  return {
    sentences: new DataLoader<SentencesKey, KeptSentences | null, string>(
      async (keys) => {
        const projectIds = [...new Set(keys.map(({ projectId }) => projectId))];
        const found = await Promise.all(
          projectIds.map((projectId) => {
            const own = keys.filter((key) => key.projectId === projectId);
            return findSentences(
              getPool(),
              projectId,
              own.map(({ documentId }) => documentId),
            );
          }),
        );
        const kept = new Map(found.flat().map((row) => [nameOf(row), row]));
        return keys.map((key) => kept.get(nameOf(key)) ?? null);
      },
      { cacheKeyFn: nameOf },
    ),
  };
}

/** Ids of documents are unique beyond their project. */
function nameOf({ documentId, modelRevisionId }: Pick<SentencesKey, 'documentId' | 'modelRevisionId'>): string {
  return `${documentId}:${modelRevisionId}`;
}
