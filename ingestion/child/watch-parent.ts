import { Worker } from 'node:worker_threads';

const PARENT_CHECK_MS = 1_000;

/** A parser in an endless loop hears no 'disconnect', so a thread of its own watches for the parent's end. */
export function dieWithParent(parentPid: number): void {
  const watch = `
    const { workerData } = require('node:worker_threads');
    setInterval(() => {
      if (process.ppid !== workerData.parentPid) process.kill(process.pid, 'SIGKILL');
    }, workerData.everyMs);`;
  const workerData = { parentPid, everyMs: PARENT_CHECK_MS };
  new Worker(watch, { eval: true, execArgv: [], workerData, resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();
}
