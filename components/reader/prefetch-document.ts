import type { QueryClient } from '@tanstack/react-query';
import { documentKeys } from '@/components/documents/document-cache';
import { readDocumentText, readStanding } from '@/components/documents/read-documents';

/** Has the next document ready before it is asked for; its text is read once, its scores again when they are old. */
export function prefetchDocument(client: QueryClient, documentId: string): void {
  void client.prefetchQuery(textQuery(documentId));
  void client.prefetchQuery(standingQuery(documentId));
}

export function textQuery(documentId: string) {
  return {
    queryKey: documentKeys.text(documentId),
    queryFn: ({ signal }: { signal: AbortSignal }) => readDocumentText(documentId, signal),
    staleTime: Number.POSITIVE_INFINITY,
  };
}

export function standingQuery(documentId: string) {
  return {
    queryKey: documentKeys.standing(documentId),
    queryFn: ({ signal }: { signal: AbortSignal }) => readStanding(documentId, signal),
  };
}
