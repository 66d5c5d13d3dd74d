import { readCursor, readPage, toConnection } from '@/graphql/connection';
import type { Context } from '@/graphql/context';
import { invalid } from '@/graphql/errors';
import { requireOperator } from '@/graphql/models/require-operator';
import { getDatabase } from '@/prisma/client';
import {
  countTeamAccounts,
  listTeamAccounts as readTeamAccounts,
  type TeamAccountRow,
} from '@/prisma/queries/team-accounts';

const LONGEST_SEARCH = 120;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Asked {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly search?: string | null;
}

/** By name, a page after the other; an operator reads what teams use without being a member of any. */
export async function listTeamAccounts(context: Context, asked: Asked) {
  await requireOperator(context);
  const { take } = readPage({ first: asked.first }, 25);
  const search = (asked.search ?? '').trim();
  if (search.length > LONGEST_SEARCH) throw invalid('search', `At most ${LONGEST_SEARCH} characters.`, 'TOO_LONG');
  const after = asked.after ? readKey(asked.after) : null;
  const [rows, total] = await Promise.all([
    readTeamAccounts(getDatabase(), { search, after, take: take + 1 }),
    countTeamAccounts(getDatabase(), search),
  ]);
  return toConnection(rows, take, total, keyOf, after !== null);
}

/** A name may be longer than a cursor's part: the row is found by its id, and its name read again. */
function keyOf({ id }: TeamAccountRow): [string] {
  return [id];
}

function readKey(cursor: string): string {
  const [id = ''] = readCursor(cursor);
  if (UUID.test(id)) return id;
  throw invalid('after', 'This is not a cursor that a page of this list has given.');
}
