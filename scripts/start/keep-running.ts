import { setTimeout as delay } from 'node:timers/promises';
import { type Child, type ChildCommand, lastLogLines, startChild } from './child';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** A child that ran this long was well; its next crash starts the delays anew. */
const WELL_AFTER_MS = 60_000;
const QUOTED_LINES = 10;

export type KeptChild = Readonly<{
  pid: () => number | undefined;
  /** How the first run ended, if it did: a program that never ran well is a failed start, not a crash. */
  firstRunEnded: Promise<string>;
  stop: () => Promise<void>;
  kill: () => void;
}>;

/** Starts a child and starts it again whenever it ends, ever later, until it is stopped. */
export function keepRunning(
  command: ChildCommand,
  { print, onRestart }: Readonly<{ print: (line: string) => void; onRestart: () => void }>,
): KeptChild {
  const stopping = new AbortController();
  let child: Child = startChild(command);
  const firstRunEnded = child.ended;

  const running = (async () => {
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
      const startedAt = Date.now();
      const end = await child.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt > WELL_AFTER_MS) delayMs = FIRST_DELAY_MS;
      print(describeEnd(command, end, delayMs));
      await delay(delayMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      child = startChild(command);
      onRestart();
    }
  })();

  return {
    pid: () => child.pid,
    firstRunEnded,
    stop: async () => {
      stopping.abort();
      await child.stop();
      await running;
    },
    kill: () => child.kill(),
  };
}

function describeEnd({ name, logFile }: ChildCommand, end: string, delayMs: number): string {
  const said = lastLogLines(logFile, QUOTED_LINES).replace(/^/gm, '    ');
  const where = logFile === undefined ? '' : `; its last lines (${logFile}):\n${said}`;
  return `The ${name} stopped by itself (${end}) and starts again in ${delayMs / 1_000} s${where}`;
}
