import { request } from '@/components/data/request';
import { type DocumentFilters, toDocumentFilter } from '@/components/documents/document-filters';
import type { RankedPage } from '@/components/documents/ranked-rows';
import { RankedPageQuery, ReviewProjectQuery } from '@/components/documents/review-query';
import { DocumentTextQuery, RankQuery, SentencesQuery, StandingQuery } from '@/components/reader/reader-query';
import type { ReviewProjectQuery as ReviewProject } from '@/graphql/generated/operations/graphql';

export const PAGE_SIZE = 100;

export type ProjectView = NonNullable<ReviewProject['project']>;

export const NO_PAGE: RankedPage = { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };

export async function readProject(projectId: string, signal?: AbortSignal): Promise<ProjectView | null> {
  return (await request(ReviewProjectQuery, { id: projectId }, signal)).project;
}

/** Null as the cursor reads the first page, which alone is counted. */
export async function readRankedPage(
  projectId: string,
  filters: DocumentFilters,
  after: string | null,
  signal?: AbortSignal,
): Promise<RankedPage> {
  const variables = {
    id: projectId,
    filter: toDocumentFilter(filters),
    first: PAGE_SIZE,
    after,
    isFirst: after === null,
  };
  return (await request(RankedPageQuery, variables, signal)).project?.documents ?? NO_PAGE;
}

/** Null for a document that is not there, or not for this viewer. */
export async function readStanding(documentId: string, signal?: AbortSignal) {
  const { node } = await request(StandingQuery, { id: documentId }, signal);
  return node?.__typename === 'Document' ? node : null;
}

export async function readDocumentText(documentId: string, signal?: AbortSignal) {
  const { node } = await request(DocumentTextQuery, { id: documentId }, signal);
  return node?.__typename === 'Document' ? node : null;
}

export async function readSentences(documentId: string, signal?: AbortSignal) {
  const { node } = await request(SentencesQuery, { id: documentId }, signal);
  return node?.__typename === 'Document' ? node.sentenceScores : null;
}

export async function readRank(documentId: string, signal?: AbortSignal): Promise<number | null> {
  const { node } = await request(RankQuery, { id: documentId }, signal);
  return node?.__typename === 'Document' ? (node.rank ?? null) : null;
}
