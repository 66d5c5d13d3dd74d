import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../project-root';

export type WinnowProcess = Readonly<{
  /** All it has printed so far. */
  output: () => string;
  /** Settles with the exit code, or with the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
  /** Settles when the address has been printed; fails with the output when it ends before. */
  ready: Promise<void>;
  signal: (name: NodeJS.Signals) => void;
}>;

/** `winnow …` as a person runs it, with no setting of the surroundings but those given. */
export function runWinnow(args: readonly string[], settings: Readonly<Record<string, string>> = {}): WinnowProcess {
  const child = spawn(process.execPath, [join(projectRoot, 'scripts/winnow.mjs'), ...args], {
    env: { ...process.env, ...NO_SETTINGS, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  const ready = waitForAddress(child, ended, () => output);
  ready.catch(() => {}); // asked for only by tests that expect a start to succeed
  return { output: () => output, ended, ready, signal: (name) => child.kill(name) };
}

const NO_SETTINGS = { DATABASE_URL: '', NEXTAUTH_SECRET: '', AUTH_SECRET: '', NEXTAUTH_URL: '', WINNOW_DATA_DIR: '' };

function waitForAddress(child: ChildProcess, ended: Promise<unknown>, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (output().includes('Winnow is ready at')) resolve();
    });
    ended.then((how) => reject(new Error(`winnow ended (${how}) before it was ready:\n${output()}`)));
  });
}
