import { existsSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { findFreePort, portProblem } from './free-port';
import { findPostgresBinaries } from './postgres/binaries';
import {
  type ClusterOptions,
  DATABASE_USER,
  holdsCluster,
  initialiseCluster,
  startCluster,
  stopCluster,
} from './postgres/cluster';
import { type Placement, placeServer } from './postgres/placement';
import { newPassword, type RememberedServer, readRememberedServer, rememberServer } from './postgres/remembered-server';
import { findRunningServer } from './postgres/running-server';
import { errorText, SetupError } from './setup-error';

const DATABASE_NAME = 'winnow';

export type EmbeddedPostgres = Readonly<{
  url: string;
  /** Whether a server from an earlier start was still running. */
  adopted: boolean;
  clusterFolder: string;
  /** Returns when the server has gone; safe to call for an adopted one. */
  stop: () => void;
}>;

export type EmbeddedPostgresOptions = Readonly<{
  dataFolder: string;
  print?: (line: string) => void;
  /** Trades durability for speed; for databases nobody would miss. */
  disposable?: boolean;
}>;

/**
 * Starts the PostgreSQL that comes with npm, or adopts the one an earlier start left running.
 * The server is a process of its own that outlives this one, so whoever starts it stops it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { print = () => {}, disposable = false } = options;
  await mkdir(options.dataFolder, { recursive: true });
  const dataFolder = await realpath(options.dataFolder);
  const remembered = readRememberedServer(dataFolder);
  const placement = await placeServer(dataFolder, await findPostgresBinaries(), remembered?.clusterFolder, print);
  const { clusterFolder } = placement;
  const server = remembered?.initialised ? remembered : await makeServer(dataFolder, placement, { disposable });

  const running = findRunningServer(clusterFolder);
  const port = running?.port ?? (await startOnFreePort(placement, server, { disposable }));
  if (port !== server.port) await rememberServer(dataFolder, { ...server, port });

  const url = embeddedDatabaseUrl({ ...server, port });
  await ensureDatabase(embeddedDatabaseUrl({ ...server, port }, 'postgres'), clusterFolder);
  return { url, adopted: running !== undefined, clusterFolder, stop: () => stopCluster(placement) };
}

/** Remembers the server before its files exist: a password must not be lost, nor half-made files taken for whole. */
async function makeServer(dataFolder: string, placement: Placement, options: ClusterOptions) {
  const { clusterFolder } = placement;
  if (holdsCluster(clusterFolder) && !readRememberedServer(dataFolder)) {
    throw new SetupError(
      `${clusterFolder} holds a database, but ${join(dataFolder, 'postgres.json')} with its password is missing.`,
      'Put that file back from a backup, or move the database folder away to begin anew.',
    );
  }
  const server = { clusterFolder, port: await findFreePort(), password: newPassword() };
  await rememberServer(dataFolder, { ...server, initialised: false });
  await initialiseCluster(placement, server.password, options);
  const initialised: RememberedServer = { ...server, initialised: true };
  await rememberServer(dataFolder, initialised);
  return initialised;
}

async function startOnFreePort(placement: Placement, server: RememberedServer, options: ClusterOptions) {
  const port = (await portProblem(server.port)) ? await findFreePort() : server.port;
  await startCluster(placement, port, options);
  return port;
}

export function embeddedDatabaseUrl(
  { password, port }: Pick<RememberedServer, 'password' | 'port'>,
  database = DATABASE_NAME,
): string {
  return `postgresql://${DATABASE_USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

async function ensureDatabase(adminUrl: string, clusterFolder: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(DATABASE_NAME)}`);
  } catch (cause) {
    const log = join(clusterFolder, 'server.log');
    throw new SetupError(
      `Winnow's PostgreSQL runs but refuses the connection: ${errorText(cause)}.`,
      existsSync(log) ? `Its log is ${log}.` : 'Stop the server that runs on that folder and start again.',
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
