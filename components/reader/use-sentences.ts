'use client';

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RequestFault, request } from '@/components/data/request';
import type { ProjectChange } from '@/components/data/use-project-changes';
import { documentKeys } from '@/components/documents/document-cache';
import { readSentences } from '@/components/documents/read-documents';
import { RequestSentences } from '@/components/reader/reader-query';
import type { SentencesFragment } from '@/graphql/generated/operations/graphql';

export type SentenceScoresView = SentencesFragment['sentenceScores'];

interface SentencesOptions {
  readonly documentId: string;
  /** The highlights are switched on. */
  readonly isOn: boolean;
  readonly isScored: boolean;
  readonly mayRequest: boolean;
}

/** Somebody who only passes by, with `j` held down, asks for nothing. */
const LINGER_MS = 400;
const WAITING_MS = 5_000;

/** The scores of an open document's sentences: read when highlights are on, and asked for when nobody has yet. */
export function useSentences({ documentId, isOn, isScored, mayRequest }: SentencesOptions) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<{ documentId: string; message: string } | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: documentKeys.sentences(documentId),
    queryFn: ({ signal }) => readSentences(documentId, signal),
    enabled: isOn,
    // News come by themselves; this is for a connection that is being made anew.
    refetchInterval: (query) => (query.state.data?.state === 'RUNNING' ? WAITING_MS : false),
  });
  const state = data?.state;

  const ask = async () => {
    setProblem(null);
    try {
      const { requestSentenceScores: payload } = await request(RequestSentences, { input: { documentId } });
      const [refusal] = payload.userErrors;
      if (refusal) setProblem({ documentId, message: refusal.message });
      const asked = payload.document?.sentenceScores;
      if (asked) client.setQueryData<SentenceScoresView | null>(documentKeys.sentences(documentId), asked);
    } catch (fault) {
      const message = fault instanceof RequestFault ? fault.message : 'Something unforeseen happened.';
      setProblem({ documentId, message });
    }
  };
  const isWanted = isOn && isScored && mayRequest && state === 'NOT_REQUESTED' && problem?.documentId !== documentId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` is another function at each render and the same act
  useEffect(() => {
    if (!isWanted) return undefined;
    const timer = setTimeout(() => void ask(), LINGER_MS);
    return () => clearTimeout(timer);
  }, [isWanted, documentId]);

  return {
    scores: isOn ? (data ?? null) : null,
    problem: problem?.documentId === documentId ? problem.message : (error?.message ?? null),
    retry: () => void (state === undefined ? refetch() : ask()),
  };
}

export type Sentences = ReturnType<typeof useSentences>;

/** What is there stays; what is waited for may have come. */
export function takeSentenceNews(client: QueryClient, documentId: string, change: ProjectChange | null): void {
  if (change !== null && !change.topics.includes('SENTENCES')) return;
  const queryKey = documentKeys.sentences(documentId);
  const known = client.getQueryData<SentenceScoresView | null>(queryKey);
  if (known?.state !== 'READY') void client.invalidateQueries({ queryKey });
}
