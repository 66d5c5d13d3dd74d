import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from '../setup-error';
import type { Placement } from './placement';
import { runAs } from './server-account';

export const DATABASE_USER = 'winnow';
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;
/** Recovery after a crash replays at most max_wal_size; minutes on a slow disk. */
const START_TIMEOUT_S = 300;
const STOP_TIMEOUT_S = 60;

/** Given at each start rather than written into the cluster, so that an update of Winnow brings its own. */
const SERVER_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // a socket in /tmp would collide with another server on the same port
  timezone: 'UTC',
  shared_buffers: '256MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB', // imports write in bulk
  random_page_cost: '1.1', // solid-state disks; with 4 the planner leaves the ranked index for a sort
  jit: 'off', // pages are short queries, compiling them costs more than it saves
} as const;

/** Safe to lose, quick to make: for test databases only. */
const DISPOSABLE_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } as const;

export type ClusterOptions = Readonly<{ disposable: boolean }>;

export const holdsCluster = (clusterFolder: string) => existsSync(join(clusterFolder, 'PG_VERSION'));

/** Begins anew where an earlier attempt was cut off. */
export async function initialiseCluster(
  placement: Placement,
  password: string,
  { disposable }: ClusterOptions,
): Promise<void> {
  const { account, clusterFolder, binFolder } = placement;
  await emptyFolder(clusterFolder);
  const passwordFile = join(tmpdir(), `winnow-password-${randomBytes(8).toString('hex')}`);
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  if (account.uid !== undefined && account.gid !== undefined) await chown(passwordFile, account.uid, account.gid);
  try {
    const { status, stdout, stderr } = runAs(account, join(binFolder, 'initdb'), [
      `--pgdata=${clusterFolder}`,
      `--username=${DATABASE_USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C', // PostgreSQL's own Unicode rules sort and fold the same on every machine
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(disposable ? ['--no-sync'] : []),
    ]);
    if (status === 0) return;
    throw new SetupError(
      `PostgreSQL could not make its files in ${clusterFolder}: ${lastLines(stderr || stdout)}`,
      'Check free space and permissions of that folder, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

export async function startCluster(placement: Placement, port: number, { disposable }: ClusterOptions): Promise<void> {
  const { account, clusterFolder, binFolder } = placement;
  const log = join(clusterFolder, 'server.log');
  if (existsSync(log) && (await stat(log)).size > LOG_LIMIT_BYTES) await truncate(log);
  const settings = Object.entries({ ...SERVER_SETTINGS, ...(disposable ? DISPOSABLE_SETTINGS : {}) });
  const flags = settings.map(([name, value]) => `-c ${name}='${value}'`).join(' ');
  const { status } = runAs(account, join(binFolder, 'pg_ctl'), [
    'start',
    `--pgdata=${clusterFolder}`,
    `--log=${log}`,
    `--timeout=${START_TIMEOUT_S}`,
    `--options=-p ${port} ${flags}`,
    '--silent',
  ]);
  if (status === 0) return;
  throw new SetupError(
    `PostgreSQL did not start on port ${port}: ${lastLines(await readFile(log, 'utf8').catch(() => 'no log'))}`,
    `Its log is ${log}.`,
  );
}

/** Ends open connections, writes everything out, and returns when the server is gone. */
export function stopCluster({ account, clusterFolder, binFolder }: Placement): void {
  const args = ['stop', `--pgdata=${clusterFolder}`, '--mode=fast', `--timeout=${STOP_TIMEOUT_S}`, '--silent'];
  const { status, stderr } = runAs(account, join(binFolder, 'pg_ctl'), args);
  if (status === 0 || !existsSync(join(clusterFolder, 'postmaster.pid'))) return;
  throw new SetupError(
    `PostgreSQL in ${clusterFolder} did not stop: ${lastLines(stderr)}`,
    'It goes on running; the next start of Winnow will use it.',
  );
}

async function emptyFolder(folder: string): Promise<void> {
  const names = await readdir(folder);
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' / ');
}
