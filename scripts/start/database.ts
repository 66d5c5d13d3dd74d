import pg from 'pg';
import { startEmbeddedPostgres } from '../embedded-postgres';
import { migrateDatabase } from '../migrate-database';
import { errorCode, errorText, SetupError } from '../setup-error';
import { hasPendingMigrations } from './pending-migrations';

const CONNECT_TIMEOUT_MS = 10_000;

export type ReadyDatabase = Readonly<{ url: string; stop: () => void }>;

/** The person's own PostgreSQL when there is one, else the embedded server. */
export async function openDatabase(
  { databaseUrl, dataFolder }: Readonly<{ databaseUrl: string | undefined; dataFolder: string }>,
  print: (line: string) => void,
): Promise<ReadyDatabase> {
  if (databaseUrl) {
    await checkConnection(databaseUrl);
    return { url: databaseUrl, stop: () => {} };
  }
  const server = await startEmbeddedPostgres({ dataFolder, print });
  if (server.adopted) print('PostgreSQL was still running from an earlier start; using it');
  return server;
}

/** Prisma needs seconds to find that there is nothing to do, so it is asked only when there is. */
export async function bringUpToDate(databaseUrl: string): Promise<void> {
  if (await hasPendingMigrations(databaseUrl)) await migrateDatabase(databaseUrl);
}

async function checkConnection(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
  } catch (cause) {
    const { host, port, database } = client;
    throw new SetupError(
      `The database "${database}" at ${host}:${port} cannot be used: ${describeRefusal(cause)}.`,
      'Correct DATABASE_URL, or leave it out to use the embedded PostgreSQL.',
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  ETIMEDOUT: 'no answer came in time',
  '28P01': 'user or password is wrong',
  '28000': 'this user may not connect',
  '3D000': 'there is no such database',
};

function describeRefusal(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return REFUSALS[errorCode(first) ?? ''] ?? errorText(first);
}
