import os from 'node:os';
import { InferenceError } from '../errors';
import { openModelFolder } from '../model/model-folder';
import type { FromParityProcess, PrecisionChoice } from './choose-precision';
import { measureParity } from './measure-parity';
import { keepParityReport } from './parity-report';

/** Sessions block their thread, so parity is measured here and told to the parent, without which it has no reader. */
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
process.once('message', (choice: PrecisionChoice) => void answer(choice));

async function answer(choice: PrecisionChoice): Promise<void> {
  try {
    const model = await openModelFolder(choice.modelFolder);
    const report = await measureParity(model, {
      ...choice,
      maxTokens: Math.min(choice.maxTokens, model.config.maxPositions),
      threads: os.availableParallelism(),
      onStep: (step) => send({ type: 'step', step }),
    });
    await keepParityReport(report, choice.cacheFolder);
    send({ type: 'report', report });
  } catch (error) {
    const code = error instanceof InferenceError ? error.code : 'ENGINE_START_FAILED';
    send({ type: 'refused', code, message: error instanceof Error ? error.message : String(error) });
  }
}

function send(message: FromParityProcess): void {
  if (process.connected) process.send?.(message);
}
