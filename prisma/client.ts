import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from './generated/client';

/** The client or a transaction of it: what every query in `prisma/queries` takes first. */
export type Database = Prisma.TransactionClient;

interface Connections {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly database: PrismaClient;
}

// Next loads modules more than once (a bundle a route, a reload in development); the connections must not multiply.
const holder = globalThis as typeof globalThis & { winnowConnections?: Connections };

/**
 * A page or a request has been answered with TIMEOUT after 10 s (graphql/limits.ts); what it asked must not go on
 * reading. Only the web server is held to it: a worker's statements may take their time.
 */
const WEB_STATEMENT_MS = 15_000;

function connections(): Connections {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set. `npm start` sets it; see .env.example for a server of your own.');
  if (holder.winnowConnections?.url === url) return holder.winnowConnections;
  const pool = new pg.Pool({
    connectionString: url,
    max: Number(process.env.WINNOW_DATABASE_CONNECTIONS ?? 10),
    connectionTimeoutMillis: 5_000,
    ...(process.env.NEXT_RUNTIME ? { statement_timeout: WEB_STATEMENT_MS } : {}),
  });
  // An idle connection that the server drops must not end the process; the next query reports the loss.
  pool.on('error', () => undefined);
  holder.winnowConnections = { url, pool, database: new PrismaClient({ adapter: new PrismaPg(pool) }) };
  return holder.winnowConnections;
}

export function getDatabase(): PrismaClient {
  return connections().database;
}

/** The same connections without Prisma, for bulk statements and LISTEN. */
export function getPool(): pg.Pool {
  return connections().pool;
}

export function inTransaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
  return getDatabase().$transaction(work, { maxWait: 10_000, timeout: 30_000 });
}

/** Several reads that see the database as it was at the first of them. Not for writing: the audit chain would be stale. */
export function inSnapshot<T>(read: (tx: Database) => Promise<T>): Promise<T> {
  return getDatabase().$transaction(read, { maxWait: 10_000, timeout: 30_000, isolationLevel: 'RepeatableRead' });
}

export async function closeDatabase(): Promise<void> {
  const open = holder.winnowConnections;
  if (!open) return;
  delete holder.winnowConnections;
  await open.database.$disconnect();
  if (!open.pool.ended) await open.pool.end();
}
