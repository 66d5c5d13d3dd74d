import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const LEAVE_WITHIN_MS = 12_000;
const POLL_MS = 100;

const listSchema = z.array(z.object({ pid: z.number().int(), startedAt: z.string() }));

/** Writes down which children run, for the start after one that was killed. */
export function rememberChildren(dataFolder: string, pids: readonly number[]): void {
  const children = pids.flatMap((pid) => {
    const startedAt = startTime(pid);
    return startedAt === undefined ? [] : [{ pid, startedAt }];
  });
  writeFileSync(fileIn(dataFolder), JSON.stringify(children), { mode: 0o600 });
}

export function forgetChildren(dataFolder: string): void {
  rmSync(fileIn(dataFolder), { force: true });
}

/**
 * Waits for children of a killed supervisor to go, which they do by themselves, and ends those that do not: a web
 * server left behind holds the port, a worker left behind holds jobs.
 */
export async function endChildrenLeftBehind(dataFolder: string): Promise<number> {
  const left = readChildren(dataFolder).filter(isStillRunning);
  for (let waitedMs = 0; waitedMs < LEAVE_WITHIN_MS && left.some(isStillRunning); waitedMs += POLL_MS) {
    await delay(POLL_MS);
  }
  for (const { pid } of left.filter(isStillRunning)) process.kill(pid, 'SIGKILL');
  forgetChildren(dataFolder);
  return left.length;
}

const fileIn = (dataFolder: string) => join(dataFolder, 'children.json');

function readChildren(dataFolder: string) {
  try {
    return listSchema.parse(JSON.parse(readFileSync(fileIn(dataFolder), 'utf8')));
  } catch {
    return []; // none were running, or the file was cut off by the same power failure that ended them
  }
}

const isStillRunning = ({ pid, startedAt }: { pid: number; startedAt: string }) => startTime(pid) === startedAt;

/** Tells a process from a later one with the same number. */
function startTime(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) return startTimeFromProc(pid);
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined;
}

/** Field 22 of /proc/<pid>/stat (proc_pid_stat(5)); the name in field 2 may itself hold spaces and brackets. */
function startTimeFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : rest[18];
  } catch {
    return undefined;
  }
}
