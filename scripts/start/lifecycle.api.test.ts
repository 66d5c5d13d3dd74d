import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { embeddedDatabaseUrl } from '../embedded-postgres';
import { findFreePort } from '../free-port';
import { readRememberedServer } from '../postgres/remembered-server';
import { isAlive } from '../postgres/running-server';
import { runWinnow, type WinnowProcess } from '../testing/winnow-process';

/** What a start and a stop may take on a busy machine; nothing is asserted about it. */
const PATIENCE = { timeout: 60_000, interval: 100 };

/** In `npm test` the build is fresh by now; run alone, this suite makes it. */
const BUILD_TIMEOUT_MS = 600_000;

describe('winnow start', () => {
  let folder: string;
  let dataFolder: string;
  let port: number;
  let address: string;
  const processes: WinnowProcess[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'winnow-lifecycle-'));
    chmodSync(folder, 0o711); // started by root, the database runs as another user
    dataFolder = join(folder, 'data');
    port = await findFreePort();
    address = `http://127.0.0.1:${port}`;
    expect(await runWinnow(['build']).ended).toBe(0);
  }, BUILD_TIMEOUT_MS);
  afterEach(async () => {
    const left = processes.splice(0);
    for (const winnow of left) winnow.signal('SIGTERM');
    await Promise.all(left.map((winnow) => winnow.ended));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start(...args: string[]): WinnowProcess {
    const winnow = runWinnow(['start', '--port', String(port), '--data-dir', dataFolder, ...args]);
    processes.push(winnow);
    return winnow;
  }

  test('makes an installation from nothing, and stops all of it when asked', async () => {
    const winnow = start();
    await winnow.ready;
    expect(winnow.output()).toContain(address);
    expect((await fetch(`${address}/api/health`)).status).toBe(200);
    for (const secret of ['auth-secret', 'postgres.json']) {
      expect(statSync(join(dataFolder, secret)).mode & 0o777).toBe(0o600);
    }
    await query(dataFolder, 'CREATE TABLE kept_over_a_restart (value INTEGER)');
    const pids = runningPids(dataFolder);
    expect(pids).toHaveLength(3); // web, one worker, PostgreSQL

    winnow.signal('SIGTERM');
    expect(await winnow.ended).toBe(0);
    await expect.poll(() => pids.filter(isAlive), PATIENCE).toEqual([]);
  });

  test('finds its data again, refuses a second start beside it, and starts a crashed worker again', async () => {
    const winnow = start();
    await winnow.ready;
    expect(await query(dataFolder, 'SELECT * FROM kept_over_a_restart')).toEqual([]);

    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`Winnow already runs with the data folder ${dataFolder}, at ${address}`);

    const [web = 0, worker = 0] = childPids(dataFolder);
    process.kill(worker, 'SIGKILL');
    await expect.poll(() => childPids(dataFolder)[1], PATIENCE).not.toBe(worker);
    expect(winnow.output()).toContain('worker 1 stopped by itself (signal SIGKILL)');
    expect(childPids(dataFolder)[0]).toBe(web);
    winnow.signal('SIGINT');
    expect(await winnow.ended).toBe(0);
  });

  test('recovers after it was killed: web and worker leave by themselves, the database is adopted', async () => {
    const killed = start();
    await killed.ready;
    const [database = 0] = postgresPids(dataFolder);
    const children = childPids(dataFolder);
    killed.signal('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');

    const winnow = start();
    await winnow.ready;
    expect(winnow.output()).toContain('PostgreSQL was still running from an earlier start');
    await expect.poll(() => children.filter(isAlive), PATIENCE).toEqual([]);
    expect(postgresPids(dataFolder)).toEqual([database]);
    winnow.signal('SIGTERM');
    expect(await winnow.ended).toBe(0);
    await expect.poll(() => isAlive(database), PATIENCE).toBe(false);
  });

  test('takes another port for its database when somebody else has taken the old one', async () => {
    const before = readRememberedServer(dataFolder);
    const other = createServer().listen(before?.port, '127.0.0.1');
    const migrate = runWinnow(['migrate', '--data-dir', dataFolder]);
    expect(await migrate.ended).toBe(0);
    expect(readRememberedServer(dataFolder)?.port).not.toBe(before?.port);
    expect(readRememberedServer(dataFolder)?.password).toBe(before?.password);
    other.close();
  });

  test('a stale pid file whose number now belongs to another process does not stop the database', async () => {
    const clusterFolder = readRememberedServer(dataFolder)?.clusterFolder ?? '';
    writeFileSync(join(clusterFolder, 'postmaster.pid'), `${process.pid}\n${clusterFolder}\n1\n5432\n\n127.0.0.1\n`);
    const migrate = runWinnow(['migrate', '--data-dir', dataFolder]);
    expect(await migrate.ended).toBe(0);
    expect(migrate.output()).toContain('up to date');
  });
});

describe('a start that cannot succeed says why', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'winnow-refused-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const taken = z.object({ port: z.number() }).parse(other.address()).port;
    const winnow = runWinnow(['start', '--data-dir', join(folder, 'data'), '--port', String(taken)]);
    expect(await winnow.ended).toBe(1);
    expect(winnow.output()).toContain(`Port ${taken} on 127.0.0.1 is taken by another program`);
    expect(other.listening).toBe(true);
    other.close();
  });

  test('when the data folder cannot be written to', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const winnow = runWinnow(['start', '--data-dir', join(file, 'data')]);
    expect(await winnow.ended).toBe(1);
    expect(winnow.output()).toContain(`The data folder ${join(file, 'data')} cannot be written to (ENOTDIR)`);
  });

  test('when the database refuses, without showing its password', async () => {
    const settings = {
      DATABASE_URL: `postgresql://somebody:hunter2@127.0.0.1:${await findFreePort()}/winnow`,
      NEXTAUTH_SECRET: 'thirty-two characters and some more',
    };
    const port = String(await findFreePort());
    const winnow = runWinnow(['start', '--data-dir', join(folder, 'own'), '--port', port], settings);
    expect(await winnow.ended).toBe(1);
    expect(winnow.output()).toContain('cannot be used: nothing listens there');
    expect(winnow.output()).not.toContain('hunter2');
  });

  test('when a database of your own comes without a secret', async () => {
    const settings = { DATABASE_URL: 'postgresql://somebody@127.0.0.1:1/winnow' };
    const port = String(await findFreePort());
    const winnow = runWinnow(['start', '--data-dir', join(folder, 'secret'), '--port', port], settings);
    expect(await winnow.ended).toBe(1);
    expect(winnow.output()).toContain('NEXTAUTH_SECRET is not set');
  });

  test('when the command is not one', async () => {
    const winnow = runWinnow(['strat']);
    expect(await winnow.ended).toBe(2);
    expect(winnow.output()).toContain("unknown command 'strat'");
  });
});

const childrenSchema = z.array(z.object({ pid: z.number() }));

function childPids(dataFolder: string): number[] {
  return childrenSchema
    .parse(JSON.parse(readFileSync(join(dataFolder, 'children.json'), 'utf8')))
    .map(({ pid }) => pid);
}

function postgresPids(dataFolder: string): number[] {
  const clusterFolder = readRememberedServer(dataFolder)?.clusterFolder ?? '';
  return [Number(readFileSync(join(clusterFolder, 'postmaster.pid'), 'utf8').split('\n')[0])];
}

const runningPids = (dataFolder: string) => [...childPids(dataFolder), ...postgresPids(dataFolder)];

async function query(dataFolder: string, sql: string): Promise<unknown[]> {
  const server = readRememberedServer(dataFolder);
  if (!server) throw new Error(`no database is remembered in ${dataFolder}`);
  const client = new pg.Client({ connectionString: embeddedDatabaseUrl(server) });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
