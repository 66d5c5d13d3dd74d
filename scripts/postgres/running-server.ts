import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../setup-error';

export type RunningServer = Readonly<{ pid: number; port: number }>;

/**
 * The server that runs on this cluster, if one does: a server outlives a supervisor that was killed.
 * The pid file of a server that died is removed when its number has gone to another process, which PostgreSQL
 * itself would take for a running server.
 */
export function findRunningServer(clusterFolder: string): RunningServer | undefined {
  const file = join(clusterFolder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid = Number.NaN, , , port = Number.NaN] = readFileSync(file, 'utf8').split('\n').map(Number);
  if (!Number.isInteger(pid) || !isAlive(pid)) return undefined;
  if (commandLine(pid).includes(clusterFolder)) return { pid, port };
  rmSync(file, { force: true });
  return undefined;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function commandLine(pid: number): string {
  const procFile = `/proc/${pid}/cmdline`;
  if (existsSync(procFile)) return readFileSync(procFile, 'utf8').replaceAll('\0', ' ');
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout ?? '';
}
