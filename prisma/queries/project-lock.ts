import type { ClientBase } from 'pg';
import type { Database } from '../client';

const LOCK = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))::text AS locked';

/**
 * Until the transaction ends, nobody else adds documents to the project or opens a scoring run in it: two imports at
 * once see each other's documents when they look for duplicates, and every document falls into exactly one run's plan.
 */
export async function lockProjectDocuments(tx: Database | ClientBase, projectId: string): Promise<void> {
  const key = `documents:${projectId}`;
  if ('$queryRawUnsafe' in tx) await tx.$queryRawUnsafe(LOCK, key);
  else await tx.query(LOCK, [key]);
}
