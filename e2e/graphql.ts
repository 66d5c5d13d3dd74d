import { type APIRequestContext, expect } from '@playwright/test';

export interface ApiDocument {
  readonly id: string;
  readonly externalId: string;
  readonly rankingScore: number | null;
  readonly rawScore: number | null;
  readonly overrideScore: number | null;
  readonly isIncluded: boolean | null;
}

/** Asks the API as a program would: over HTTP, with a personal token and nothing else. */
export async function ask<Data>(
  api: APIRequestContext,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const response = await api.post('/api/graphql', {
    headers: { authorization: `Bearer ${token}` },
    data: { query, variables },
  });
  const answer = (await response.json()) as { data?: Data; errors?: unknown };
  expect(answer.errors, JSON.stringify(answer.errors)).toBeUndefined();
  return answer.data as Data;
}

const RANKED = `query Ranked($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  project(id: $id) {
    documents(first: $first, after: $after, last: $last, before: $before) {
      nodes { id externalId rankingScore rawScore overrideScore isIncluded }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`;

interface RankedAnswer {
  readonly project: {
    readonly documents: {
      readonly nodes: readonly ApiDocument[];
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly hasPreviousPage: boolean;
        readonly startCursor: string | null;
        readonly endCursor: string | null;
      };
    };
  };
}

/** The first `count` documents of the ranked list, page by page. */
export async function readTop(
  api: APIRequestContext,
  token: string,
  id: string,
  count: number,
): Promise<ApiDocument[]> {
  const documents: ApiDocument[] = [];
  let after: string | null = null;
  while (documents.length < count) {
    const first = Math.min(100, count - documents.length);
    const { project }: RankedAnswer = await ask<RankedAnswer>(api, token, RANKED, { id, first, after });
    documents.push(...project.documents.nodes);
    if (!project.documents.pageInfo.hasNextPage) break;
    after = project.documents.pageInfo.endCursor;
  }
  return documents;
}

/** The last `count` documents of the ranked list, page by page from its end. */
export async function readBottom(
  api: APIRequestContext,
  token: string,
  id: string,
  count: number,
): Promise<ApiDocument[]> {
  const documents: ApiDocument[] = [];
  let before: string | null = null;
  while (documents.length < count) {
    const last = Math.min(100, count - documents.length);
    const { project }: RankedAnswer = await ask<RankedAnswer>(api, token, RANKED, { id, last, before });
    documents.unshift(...project.documents.nodes);
    if (!project.documents.pageInfo.hasPreviousPage) break;
    before = project.documents.pageInfo.startCursor;
  }
  return documents;
}
