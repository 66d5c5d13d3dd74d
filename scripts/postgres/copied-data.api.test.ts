import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres';

const folder = mkdtempSync(join(tmpdir(), 'winnow-copied-'));
chmodSync(folder, 0o711); // started by root, the server runs as another user and must pass through
const servers: EmbeddedPostgres[] = [];

afterEach(() => {
  for (const server of servers) server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a copied data folder', () => {
  test('has a database of its own, with what was in the one it is copied from', async () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    const original = await start(first);
    await ask(original.url, 'CREATE TABLE "Kept" AS SELECT 1 AS "number"');
    original.stop();
    execFileSync('cp', ['-a', first, second]);

    const [again, copy] = [await start(first), await start(second)];
    await ask(copy.url, 'INSERT INTO "Kept" VALUES (2)');
    expect(await ask(copy.url, 'SELECT "number" FROM "Kept" ORDER BY 1')).toEqual([{ number: 1 }, { number: 2 }]);
    expect(await ask(again.url, 'SELECT "number" FROM "Kept" ORDER BY 1')).toEqual([{ number: 1 }]);
  });
});

async function start(dataFolder: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder, disposable: true });
  servers.push(server);
  return server;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
