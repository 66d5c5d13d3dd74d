import { readCursor, readPage } from '@/graphql/connection';
import { invalid } from '@/graphql/errors';

/** A page of a list that is ordered by time, newest first, and by id among equals. */
export interface TimePage {
  readonly take: number;
  readonly after: { readonly createdAt: Date; readonly id: string } | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function readTimePage(
  page: { readonly first?: number | null; readonly after?: string | null },
  fallback: number,
): TimePage {
  const { take } = readPage({ first: page.first }, fallback);
  if (!page.after) return { take, after: null };
  const [time = '', id = ''] = readCursor(page.after);
  const createdAt = new Date(time);
  if (Number.isNaN(createdAt.getTime()) || !UUID.test(id)) {
    throw invalid('after', 'This is not a cursor that a page of this list has given.');
  }
  return { take, after: { createdAt, id } };
}

export function timeKey(row: { readonly createdAt: Date; readonly id: string }): [string, string] {
  return [row.createdAt.toISOString(), row.id];
}
