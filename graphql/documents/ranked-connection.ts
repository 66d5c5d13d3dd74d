import { readCursor, readSize, toCursor } from '@/graphql/connection';
import { AppError, invalid } from '@/graphql/errors';
import type { ProjectDocumentsArgs } from '@/graphql/generated/resolver-types';
import type { DocumentRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { countRanked, findBoundedPage, type RankedFilter, type RankKey } from '@/prisma/queries/ranked-documents';

const DEFAULT_PAGE = 50;
/** Counted exactly up to here; beyond, counting would cost more than the page. */
const COUNT_LIMIT = 10_000;

export interface RankedConnection {
  readonly edges: { readonly cursor: string; readonly node: DocumentRow }[];
  readonly nodes: DocumentRow[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Counts only when it is asked for. */
  readonly count: () => Promise<number | null>;
}

type PageArguments = Pick<Partial<ProjectDocumentsArgs>, 'first' | 'after' | 'last' | 'before'>;

/** A page of the ranking; a null filter matches nothing. */
export async function rankedConnection(
  projectId: string,
  filter: RankedFilter | null,
  asked: PageArguments,
): Promise<RankedConnection> {
  const { direction, take, from } = readRankedPage(asked);
  if (!filter) return { ...toPage([], false, false), count: async () => 0 };
  const db = getDatabase();
  const looked = await findBoundedPage(db, projectId, filter, { take: take + 1, direction, from });
  const count = () => countRanked(db, projectId, filter, COUNT_LIMIT);
  const hasMore = looked.rows.length > take;
  const page =
    direction === 'forward'
      ? toPage(looked.rows.slice(0, take), hasMore, from !== null)
      : toPage(looked.rows.slice(hasMore ? 1 : 0), from !== null, hasMore);
  return { ...(looked.lookedTo && !hasMore ? goingOn(page, direction, looked.lookedTo) : page), count };
}

/** The looking stopped before the page was full: the next page goes on from there, wherever its own rows end. */
function goingOn(page: Omit<RankedConnection, 'count'>, direction: 'forward' | 'backward', lookedTo: RankKey) {
  const cursor = toRankCursor(lookedTo);
  const more =
    direction === 'forward' ? { hasNextPage: true, endCursor: cursor } : { hasPreviousPage: true, startCursor: cursor };
  return { ...page, pageInfo: { ...page.pageInfo, ...more } };
}

function toPage(nodes: DocumentRow[], hasNextPage: boolean, hasPreviousPage: boolean): Omit<RankedConnection, 'count'> {
  const edges = nodes.map((node) => ({ cursor: toRankCursor(node), node }));
  const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null];
  return { edges, nodes, pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor } };
}

function readRankedPage({ first, after, last, before }: PageArguments) {
  if (first != null && last != null) throw invalid('last', 'Ask first or last, not both.');
  if (before != null && after != null) throw invalid('before', 'Ask after or before, not both.');
  const isBackward = last != null || before != null;
  if (isBackward && after != null) throw invalid('after', 'To go back, send before.');
  if (isBackward && first != null) throw invalid('before', 'To go forward, send after.');
  const take = isBackward ? readSize('last', last ?? DEFAULT_PAGE) : readSize('first', first ?? DEFAULT_PAGE);
  const cursor = isBackward ? before : after;
  return {
    direction: isBackward ? ('backward' as const) : ('forward' as const),
    take,
    from: cursor ? readRankCursor(cursor, isBackward ? 'before' : 'after') : null,
  };
}

/** The whole sort key, each double as the shortest text that reads back to it: a cursor outlives its row's moves. */
export function toRankCursor({ rankOrder, rawOrder, id }: Pick<DocumentRow, keyof RankKey>): string {
  return toCursor([String(rankOrder), String(rawOrder), id]);
}

function readRankCursor(cursor: string, field: 'after' | 'before'): RankKey {
  const [rankOrder, rawOrder, id = '', ...more] = readParts(cursor, field);
  const key = { rankOrder: readOrder(rankOrder), rawOrder: readOrder(rawOrder), id };
  if (more.length > 0 || !UUID.test(id) || Number.isNaN(key.rankOrder) || Number.isNaN(key.rawOrder)) {
    throw invalid(field, 'This is not a cursor that a page of this list has given.');
  }
  return key;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function readParts(cursor: string, field: string): string[] {
  try {
    return readCursor(cursor);
  } catch (error) {
    if (error instanceof AppError) throw new AppError(error.code, error.message, [field]);
    throw error;
  }
}

function readOrder(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? Number.NaN : Number(text);
}
