import { existsSync, readdirSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';
import { migrateDatabase } from './migrate-database';
import { isAlive } from './postgres/running-server';
import { databaseUrl } from './testing/database-url';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database that can create others, and the migrated one they are copied from. */
    testServer: Readonly<{ adminUrl: string; template: string }>;
  }
}

const FOLDER_PREFIX = 'winnow-test-postgres-';

/**
 * Global set-up of the `api` tests: one real PostgreSQL a run, with one migrated template that suites copy.
 * TEST_DATABASE_URL names a server of your own (its user must be allowed to create databases).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.TEST_DATABASE_URL ? undefined : await startOwnServer();
  const adminUrl = server?.embedded.url ?? process.env.TEST_DATABASE_URL ?? '';
  const template = `winnow_template_${process.pid}`;
  try {
    await withAdmin(adminUrl, (client) => client.query(`CREATE DATABASE ${template}`));
    await migrateDatabase(databaseUrl(adminUrl, template));
  } catch (error) {
    await server?.remove();
    throw error;
  }
  project.provide('testServer', { adminUrl, template });
  return async () => {
    if (server) await server.remove();
    else await withAdmin(adminUrl, (client) => client.query(`DROP DATABASE ${template} WITH (FORCE)`));
  };
}

type OwnServer = Readonly<{ embedded: EmbeddedPostgres; remove: () => Promise<void> }>;

async function startOwnServer(): Promise<OwnServer> {
  await removeAbandonedServers();
  const folder = await mkdtemp(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
  await chmod(folder, 0o711); // started by root, the server runs as another user and must pass through
  const embedded = await startEmbeddedPostgres({ dataFolder: folder, disposable: true });
  const remove = async () => {
    embedded.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { embedded, remove };
}

/** A run that was killed leaves its server behind; the folder's name tells whose it was. */
async function removeAbandonedServers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const owner = Number(name.slice(FOLDER_PREFIX.length).split('-')[0]);
    const folder = join(tmpdir(), name);
    if (isAlive(owner)) continue;
    if (existsSync(join(folder, 'postgres', 'postmaster.pid'))) {
      (await startEmbeddedPostgres({ dataFolder: folder, disposable: true })).stop();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withAdmin<T>(adminUrl: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
