import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ToEngine } from '../process/messages';
import '../engine-process';

/**
 * The engine's process, but a text with `KILLS THE ENGINE` in it ends it as a fault in native code would, at once and
 * without a word, by the signal that follows; and it cannot start while `NO START` lies in the cache folder.
 */
process.on('message', (message: ToEngine) => {
  if (message.type === 'start' && existsSync(path.join(message.options.cacheFolder, 'NO START'))) process.exit(3);
  if (message.type !== 'score' && message.type !== 'count') return;
  const signal = /KILLS THE ENGINE (SIG[A-Z]+)/.exec(message.texts.join('\n'))?.[1];
  if (signal) process.kill(process.pid, signal);
});
