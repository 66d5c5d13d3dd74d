import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** A TypeScript module of ours in a process of its own; its standard error is the caller's unless it is to be quiet. */
export function forkModule(modulePath: string, { isQuiet = false } = {}): ChildProcess {
  return fork(modulePath, {
    serialization: 'advanced',
    // The loader's own path: a bare name would be looked up from the caller's working directory.
    execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
    stdio: ['ignore', 'ignore', isQuiet ? 'ignore' : 'inherit', 'ipc'],
  });
}
