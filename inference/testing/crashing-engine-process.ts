import type { ToEngine } from '../process/messages';
import '../engine-process';

/** The engine's process, but a text with this in it ends it as a segmentation fault would: at once and without a word. */
export const DEADLY = 'KILLS THE ENGINE';

const dieOverDeadlyText = (message: ToEngine) => {
  if (message.type === 'score' && message.texts.some((text) => text.includes(DEADLY)))
    process.kill(process.pid, 'SIGKILL');
};
process.on('message', dieOverDeadlyText);
