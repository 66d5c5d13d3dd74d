import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../project-root';

/** Longer than children give themselves (leave-with-parent.mjs), so that this is the last resort. */
const KILL_AFTER_MS = 15_000;
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;
const leaveWithParent = fileURLToPath(new URL('./leave-with-parent.mjs', import.meta.url));

export type ChildCommand = Readonly<{
  name: string;
  /** What follows `node` on the command line. */
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Undefined: the child writes to this terminal. */
  logFile: string | undefined;
}>;

export type Child = Readonly<{
  pid: number | undefined;
  /** How it ended, in words; settles once. */
  ended: Promise<string>;
  /** SIGTERM, and SIGKILL for one that does not go; settles when it has gone. */
  stop: () => Promise<void>;
  kill: () => void;
}>;

/**
 * Starts a Node program as a child in a process group of its own: Ctrl-C in the terminal reaches the supervisor alone,
 * which stops its children in order.
 */
export function startChild({ args, env, logFile }: ChildCommand): Child {
  const output = logFile === undefined ? 'inherit' : openLog(logFile);
  const child = spawn(process.execPath, ['--import', leaveWithParent, ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...env, WINNOW_SUPERVISOR_PID: String(process.pid) },
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  if (typeof output === 'number') closeSync(output);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  return { pid: child.pid, ended, stop: () => stopChild(child, ended), kill: () => child.kill('SIGKILL') };
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const lastResort = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  await ended;
  clearTimeout(lastResort);
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** What a child said last, for the message that it has gone. */
export function lastLogLines(file: string | undefined, count: number): string {
  if (file === undefined || !existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
