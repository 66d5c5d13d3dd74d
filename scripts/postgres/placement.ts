import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, cp, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PostgresBinaries } from './binaries';
import { canEnter, chooseServerAccount, runAs, type ServerAccount } from './server-account';

/** Where root keeps what the server's own account cannot reach below the project (docs/decisions/0030). */
const SHARED_FOLDER = '/var/lib/winnow';

export type Placement = Readonly<{ account: ServerAccount; clusterFolder: string; binFolder: string }>;

/**
 * Decides who runs the server, and finds a place for cluster and programs which that account can reach.
 *
 * @param remembered  Where the cluster was before; data that exists is never left behind.
 */
export async function placeServer(
  dataFolder: string,
  binaries: PostgresBinaries,
  remembered: string | undefined,
  print: (line: string) => void,
): Promise<Placement> {
  const inDataFolder = join(dataFolder, 'postgres');
  const account = chooseServerAccount(remembered ?? inDataFolder);
  const clusterFolder = remembered ?? (canEnter(account, dataFolder) ? inDataFolder : sharedClusterFolder(dataFolder));
  if (clusterFolder !== inDataFolder) {
    print(`PostgreSQL keeps its files in ${clusterFolder}: its own user cannot enter ${dataFolder}`);
  }
  await mkdir(dirname(clusterFolder), { recursive: true });
  await mkdir(clusterFolder, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) await chown(clusterFolder, account.uid, account.gid);
  return { account, clusterFolder, binFolder: join(await reachablePrograms(account, binaries), 'bin') };
}

function sharedClusterFolder(dataFolder: string): string {
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, 8);
  const project = basename(dirname(dataFolder)).replace(/[^\w.-]/g, '_');
  return join(SHARED_FOLDER, `${project}-${hash}`, 'postgres');
}

async function reachablePrograms(account: ServerAccount, binaries: PostgresBinaries): Promise<string> {
  if (runAs(account, join(binaries.folder, 'bin', 'postgres'), ['--version']).status === 0) return binaries.folder;
  const copy = join(SHARED_FOLDER, `postgresql-${binaries.version}`);
  if (!existsSync(copy)) await copyWhole(binaries.folder, copy);
  return copy;
}

/** Copied beside and renamed, so that a copy which was cut off is never taken for a whole one. */
async function copyWhole(from: string, to: string): Promise<void> {
  const partial = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true });
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, to).catch(async (error: unknown) => {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  });
}
