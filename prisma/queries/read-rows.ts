import type { ClientBase, Pool } from 'pg';
import type { Database } from '../client';

/** A transaction of Prisma's, or a connection of our own: what is asked by services and by workers alike. */
export type AnyDatabase = Database | ClientBase | Pool;

/** Runs one statement on either; parameters that are no text are cast in it. */
export async function readRows<Row extends object>(
  db: AnyDatabase,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  if ('$queryRawUnsafe' in db) return db.$queryRawUnsafe<Row[]>(text, ...values);
  return (await db.query<Row>(text, [...values])).rows;
}
