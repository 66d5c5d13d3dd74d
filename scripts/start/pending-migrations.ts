import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '../project-root';

const FINISHED =
  'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL';
const UNDEFINED_TABLE = '42P01';

/** Whether a migration of this version has not finished in the database; one that failed counts as pending. */
export async function hasPendingMigrations(databaseUrl: string, folder = join(projectRoot, 'prisma/migrations')) {
  const finished = await finishedMigrations(databaseUrl);
  return migrationsIn(folder).some((name) => !finished.has(name));
}

function migrationsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'migration.sql')));
}

async function finishedMigrations(databaseUrl: string): Promise<ReadonlySet<string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ migration_name: string }>(FINISHED);
    return new Set(rows.map((row) => row.migration_name));
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return new Set();
    throw error;
  } finally {
    await client.end();
  }
}
