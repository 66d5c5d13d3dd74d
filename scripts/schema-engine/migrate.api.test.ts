import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runPrisma } from '../migrate-database';
import { projectRoot } from '../project-root';
import { createEmptyDatabase, type TestDatabase } from '../testing/database';

const MIGRATION = `
CREATE TABLE "Reading" ("id" SERIAL PRIMARY KEY, "value" DOUBLE PRECISION NOT NULL, "changes" INTEGER NOT NULL DEFAULT 0);
CREATE FUNCTION count_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."changes" := OLD."changes" + 1; -- a semicolon in a body; and another in a 'string;'
  RETURN NEW;
END;
$$;
CREATE TRIGGER reading_changed BEFORE UPDATE ON "Reading" FOR EACH ROW EXECUTE FUNCTION count_changes();
`;
const SCHEMA = `
datasource db {
  provider = "postgresql"
}
model Reading {
  id      Int   @id @default(autoincrement())
  value   Float
  changes Int   @default(0)
}
`;

describe('the schema engine', () => {
  let database: TestDatabase;
  let project: string;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    project = await makeProject();
  });
  afterEach(async () => {
    await database.drop();
    await rm(project, { recursive: true, force: true });
  });

  const prisma = (...args: string[]) =>
    runPrisma([...args, '--config', join(project, 'prisma.config.ts')], database.url);

  test('migrates an empty database with a function and a trigger', async () => {
    await addMigration(project, '1_reading', MIGRATION);
    const { code, output } = await prisma('migrate', 'deploy');
    expect(output).toContain('All migrations have been successfully applied');
    expect(code).toBe(0);
    expect(await readChangesAfterUpdate(database.url)).toBe(1);
  });

  test('finds no difference between the schema and what the migration made', async () => {
    await addMigration(project, '1_reading', MIGRATION);
    await prisma('migrate', 'deploy');
    const { code, output } = await prisma(
      'migrate',
      'diff',
      '--from-config-datasource',
      '--to-schema',
      join(project, 'schema.prisma'),
      '--exit-code',
    );
    expect(output).toContain('No difference detected');
    expect(code).toBe(0);
  });

  test('names the difference when the database lacks a table', async () => {
    const { code, output } = await prisma(
      'migrate',
      'diff',
      '--from-config-datasource',
      '--to-schema',
      join(project, 'schema.prisma'),
      '--exit-code',
    );
    expect(output).toContain('Reading');
    expect(code).toBe(2); // Prisma's code for "there is a difference"
  });

  test('reports a failing migration by name and refuses the next deploy', async () => {
    await addMigration(project, '1_broken', 'CREATE TABLE "Half" ("id" INTEGER); SELECT * FROM nowhere;');
    const first = await prisma('migrate', 'deploy');
    expect(first.code).toBe(1);
    expect(first.output).toContain('No such table: nowhere');
    const second = await prisma('migrate', 'deploy');
    expect(second.code).toBe(1);
    expect(second.output).toContain('P3009');
  });

  test('says that a database is not there', async () => {
    const nowhere = database.url.replace(/:\d+\//, ':1/');
    const { code, output } = await runPrisma(
      ['migrate', 'status', '--config', join(project, 'prisma.config.ts')],
      nowhere,
    );
    expect(code).toBe(1);
    expect(output).toContain('P1001');
  });
});

/** A project of its own beside the installed packages: schema, migrations and the product's own configuration. */
async function makeProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-schema-engine-'));
  await mkdir(join(folder, 'migrations'));
  await cp(join(projectRoot, 'prisma/migrations/migration_lock.toml'), join(folder, 'migrations/migration_lock.toml'));
  await writeFile(join(folder, 'schema.prisma'), SCHEMA);
  const configured = JSON.stringify(join(projectRoot, 'prisma.config.ts'));
  await writeFile(
    join(folder, 'prisma.config.ts'),
    `import product from ${configured};
export default { ...product, schema: 'schema.prisma', migrations: { path: 'migrations' } };\n`,
  );
  return folder;
}

async function addMigration(project: string, name: string, sql: string): Promise<void> {
  await mkdir(join(project, 'migrations', name));
  await writeFile(join(project, 'migrations', name, 'migration.sql'), sql);
}

async function readChangesAfterUpdate(url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('INSERT INTO "Reading" ("value") VALUES (1)');
    const { rows } = await client.query<{ changes: number }>('UPDATE "Reading" SET "value" = 2 RETURNING "changes"');
    return rows[0]?.changes;
  } finally {
    await client.end();
  }
}
