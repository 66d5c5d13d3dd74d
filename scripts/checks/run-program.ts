import { spawn } from 'node:child_process';
import { projectRoot } from '../project-root';

/** A Node program of this project or its packages: a path from the root, and its arguments. */
export type Program = Readonly<{ path: string; args: readonly string[]; env?: Readonly<Record<string, string>> }>;

/** Runs it with its output kept, or shown at once when `verbose`. */
export function runProgram(
  { path, args, env }: Program,
  { verbose }: Readonly<{ verbose: boolean }>,
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [path, ...args], {
    cwd: projectRoot,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: verbose ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
