import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { patchPages, type RankedPage, type RankedRow } from '@/components/documents/ranked-rows';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

/** What this browser knows of documents, under these keys; the list and the reader are always patched together. */
export const documentKeys = {
  project: (projectId: string) => ['review-project', projectId] as const,
  lists: (projectId: string) => ['documents', projectId] as const,
  list: (projectId: string, filters: string) => ['documents', projectId, filters] as const,
  standing: (documentId: string) => ['document', documentId, 'standing'] as const,
  text: (documentId: string) => ['document', documentId, 'text'] as const,
  rank: (documentId: string) => ['document', documentId, 'rank'] as const,
  sentences: (documentId: string) => ['document', documentId, 'sentences'] as const,
};

export type ListData = InfiniteData<RankedPage, string | null>;

/** What an override needs to know of a document, whether it is open or only a row. */
export type KnownDocument = Pick<
  RankedRow,
  'id' | 'title' | 'version' | 'rawScore' | 'calibratedScore' | 'overrideScore' | 'rankingScore'
>;

export function readKnown(client: QueryClient, projectId: string, documentId: string): KnownDocument | null {
  const open = client.getQueryData<StandingFragment | null>(documentKeys.standing(documentId));
  if (open) return open;
  for (const [, data] of client.getQueriesData<ListData>({ queryKey: documentKeys.lists(projectId) })) {
    for (const { nodes } of data?.pages ?? []) {
      const row = nodes.find(({ id }) => id === documentId);
      if (row) return row;
    }
  }
  return null;
}

/** Whether the reader can show it: its words are there, and how it stands. */
export function isRead(client: QueryClient, documentId: string): boolean {
  const [standing, text] = [documentKeys.standing(documentId), documentKeys.text(documentId)];
  return Boolean(client.getQueryData(standing) && client.getQueryData(text));
}

/** Shows an override at once, wherever the document is seen; null shows the model's score again. */
export function showOverride(
  client: QueryClient,
  projectId: string,
  known: KnownDocument,
  overrideScore: number | null,
): void {
  const rankingScore = overrideScore ?? known.calibratedScore ?? known.rawScore;
  patchDocument(client, projectId, known.id, { overrideScore, rankingScore });
}

/** Takes what the server says of a document as it is now. */
export function putStanding(client: QueryClient, projectId: string, standing: StandingFragment): void {
  client.setQueryData<StandingFragment | null>(documentKeys.standing(standing.id), standing);
  patchLists(client, projectId, standing.id, rowOf(standing));
}

export function rowOf(standing: StandingFragment): Partial<RankedRow> {
  const { status, failureCode, rankingScore, rawScore, calibratedScore, overrideScore, version, score, decision } =
    standing;
  return {
    status,
    failureCode,
    rankingScore,
    rawScore,
    calibratedScore,
    overrideScore,
    version,
    decision: decision && { id: decision.id, value: decision.value },
    score: score && { isTruncated: score.isTruncated },
  };
}

export function patchLists(client: QueryClient, projectId: string, documentId: string, patch: Partial<RankedRow>) {
  client.setQueriesData<ListData>({ queryKey: documentKeys.lists(projectId) }, (data) =>
    data ? patchPages(data, documentId, patch) : data,
  );
}

function patchDocument(
  client: QueryClient,
  projectId: string,
  documentId: string,
  patch: { overrideScore: number | null; rankingScore: number | null },
): void {
  client.setQueryData<StandingFragment | null>(documentKeys.standing(documentId), (before) =>
    before ? { ...before, ...patch } : before,
  );
  patchLists(client, projectId, documentId, patch);
}
