import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, vi } from 'vitest';
import { closeDatabase } from '@/prisma/client';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/scripts/embedded-postgres';
import { migrateDatabase } from '@/scripts/migrate-database';

/** A PostgreSQL of a suite's own that can fall over. */
export interface FragileServer {
  /** Ends it as a crash does: what no commit has waited for is lost. Resolves when it is back. */
  fallOver(): Promise<void>;
}

// As lazy as it may be: what was not waited for stays in memory. Against a crash of the server alone fsync is not needed.
const LAZY = ["wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'", 'bgwriter_lru_maxpages = 0', 'fsync = off'];

/** Call it before anything that opens connections. */
export function withFragileServer(): FragileServer {
  let folder = '';
  let server: EmbeddedPostgres;
  const before = process.env.DATABASE_URL;
  // A disposable one would wait for no commit at all.
  const start = () => startEmbeddedPostgres({ dataFolder: folder });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'winnow-fragile-'));
    await chmod(folder, 0o711); // started by root, the server runs as another user and must pass through
    server = await start();
    process.env.DATABASE_URL = server.url;
    await beLazy(server.url);
    await migrateDatabase(server.url);
  });
  afterAll(async () => {
    await closeDatabase();
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
    server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    async fallOver() {
      const [pid] = (await readFile(join(server.clusterFolder, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGQUIT');
      await vi.waitFor(() => requireGone(Number(pid)), { timeout: 20_000, interval: 20 });
      server = await start();
    },
  };
}

async function beLazy(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  for (const setting of LAZY) await client.query(`ALTER SYSTEM SET ${setting}`);
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}

function requireGone(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  throw new Error('The server is still there.');
}
