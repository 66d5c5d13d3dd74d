import { notFound } from '@/graphql/errors';

/** A row that another row points at; only a deletion in between can make it missing. */
export async function requireLoaded<Row>(load: Promise<Row | null>, what: string): Promise<Row> {
  const row = await load;
  if (!row) throw notFound(what);
  return row;
}
