import type { ClientBase, Pool, QueryResult } from 'pg';
import { type Db, fromPrisma } from 'pg-boss';
import type { Database } from '@/prisma/client';

/** A transaction of Prisma's or a connection of our own inside BEGIN: what a job or a notice can be written within. */
export type Transaction = Database | ClientBase;

/** The transaction as pg-boss takes it. */
export function bossDatabase(tx: Transaction): Db {
  return '$queryRawUnsafe' in tx ? fromPrisma(tx) : connectionDatabase(tx);
}

/** A pool or connection as pg-boss takes it; scripts of several statements answer with the rows of all of them. */
export function connectionDatabase(connection: ClientBase | Pool): Db {
  return {
    async executeSql(text, values) {
      const result: QueryResult | QueryResult[] = await connection.query(text, values);
      return { rows: Array.isArray(result) ? result.flatMap(({ rows }) => rows) : result.rows };
    },
  };
}
