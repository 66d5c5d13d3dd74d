import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { closeDatabase } from '@/prisma/client';
import { databaseUrl } from './database-url';

export type TestDatabase = Readonly<{ url: string; name: string; drop: () => Promise<void> }>;

/** A database of a suite's own with every migration applied, copied from the run's template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, template } = inject('testServer');
  const name = `winnow_test_${randomBytes(6).toString('hex')}`;
  await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  const drop = () => administer(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { url: databaseUrl(adminUrl, name), name, drop };
}

/** An empty database, without any migration. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const { adminUrl } = inject('testServer');
  const name = `winnow_empty_${randomBytes(6).toString('hex')}`;
  await administer(adminUrl, `CREATE DATABASE ${name}`);
  const drop = () => administer(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { url: databaseUrl(adminUrl, name), name, drop };
}

/** Gives the suite that calls it a database of its own, named in DATABASE_URL as the product finds it. */
export function useTestDatabase(): void {
  let database: TestDatabase | undefined;
  const before = process.env.DATABASE_URL;
  beforeAll(async () => {
    database = await createTestDatabase();
    process.env.DATABASE_URL = database.url;
  });
  afterAll(async () => {
    await closeDatabase();
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
    await database?.drop();
  });
}

async function administer(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
