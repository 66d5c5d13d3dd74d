import { byProject } from '@/graphql/documents/document-loaders';
import type { TagRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findDocumentTags } from '@/prisma/queries/tags';

export function createTagLoaders() {
  return {
    documentTags: byProject<{ projectId: string; documentId: string }, TagRow[]>((projectId, keys) =>
      findDocumentTags(
        getDatabase(),
        projectId,
        keys.map(({ documentId }) => documentId),
      ),
    ),
  };
}
