import type { PoolClient } from 'pg';
import { getPool } from '../client';

/**
 * A connection of its own inside BEGIN and COMMIT. Bulk reads and writes go past Prisma: 500 documents in one JSON
 * parameter took 29 ms on the driver and 53 ms through Prisma's raw query, in the process that feeds the engine.
 */
export function inBulkTransaction<T>(work: (tx: PoolClient) => Promise<T>): Promise<T> {
  return between('BEGIN', work);
}

/** Many reads that all see the database as it is at the first of them, for as long as they take. */
export function inBulkSnapshot<T>(read: (tx: PoolClient) => Promise<T>): Promise<T> {
  return between('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', read);
}

async function between<T>(begin: string, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const client = await getPool().connect();
  let broken: Error | undefined;
  // A connection that is lost between two statements says so in an event, which unheard would end the process.
  const noteLoss = (lost: Error) => {
    broken = lost;
  };
  client.on('error', noteLoss);
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(noteLoss);
    throw error;
  } finally {
    client.off('error', noteLoss);
    client.release(broken);
  }
}
