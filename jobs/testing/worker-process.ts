import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface WorkerProcess {
  readonly child: ChildProcess;
  /** What it has printed, one JSON line an event. */
  readonly lines: () => string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** A worker as the supervisor runs it, with the environment of this process. */
export function startWorkerProcess(): WorkerProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'jobs/worker.ts'], {
    env: { ...process.env, WINNOW_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = once(child, 'exit');
  return {
    child,
    lines: () => printed,
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
