import { byProject } from '@/graphql/documents/document-loaders';
import type { DecisionRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findCurrentDecisions } from '@/prisma/queries/decisions';

/** What a list of documents would otherwise ask a row at a time. */
export function createDecisionLoaders() {
  return {
    decision: byProject<{ projectId: string; documentId: string }, DecisionRow>(async (projectId, keys) => {
      const ids = keys.map(({ documentId }) => documentId);
      const rows = await findCurrentDecisions(getDatabase(), projectId, ids);
      return new Map(rows.map((row) => [row.documentId, row]));
    }),
  };
}
