import { invalid } from '@/graphql/errors';

export const MAX_PAGE = 100;

export interface Connection<Row> {
  readonly edges: { readonly cursor: string; readonly node: Row }[];
  readonly nodes: Row[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A page asked forwards: between 0 and 100 rows after a cursor of ours. */
export function readPage(page: PageArguments, fallback = 50): { take: number; after: string[] | null } {
  return { take: readSize('first', page.first ?? fallback), after: page.after ? readCursor(page.after) : null };
}

export function readSize(field: string, size: number): number {
  if (!Number.isInteger(size) || size < 0 || size > MAX_PAGE) {
    throw invalid(field, `A page holds 0 to ${MAX_PAGE} rows; ${size} were asked for.`, 'OUT_OF_RANGE');
  }
  return size;
}

/** Cursors carry the sort key of their row, so that a page is found by key and never by counting. */
export function toCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts.map(String))).toString('base64url');
}

export function readCursor(cursor: string): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(parts) &&
      parts.length <= 8 &&
      parts.every((part) => typeof part === 'string' && part.length <= 100)
    )
      return parts;
  } catch {
    // answered below, as any other text that is no cursor
  }
  throw invalid('after', 'This is not a cursor that a page of this list has given.');
}

/** A connection of rows read with one more than asked, which tells whether there is a next page. */
export function toConnection<Row>(
  rows: readonly Row[],
  take: number,
  totalCount: number,
  keyOf: (row: Row) => readonly (string | number)[],
  isAfterCursor = false,
): Connection<Row> {
  const nodes = rows.slice(0, take);
  const edges = nodes.map((node) => ({ cursor: toCursor(keyOf(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > take,
      hasPreviousPage: isAfterCursor,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}
