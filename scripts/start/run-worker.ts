import { once } from 'node:events';
import { SetupError } from '../setup-error';
import { startChild } from './child';
import { keepAuthSecret } from './data-folder';
import { childEnvironment, workerArguments } from './programs';
import { readStartSettings, type StartOptions } from './settings';
import { onStopSignals } from './stop-signals';
import { findRunningDatabase } from './with-database';

/** Runs one worker in the foreground until it ends or a signal comes; answers the exit code. */
export async function runWorker(options: StartOptions): Promise<number> {
  const settings = readStartSettings({ ...options, verbose: true });
  const databaseUrl = settings.databaseUrl ?? findRunningDatabase(settings.dataFolder);
  if (!databaseUrl) {
    throw new SetupError(
      `There is no database to work for: DATABASE_URL is not set and no Winnow runs with ${settings.dataFolder}.`,
      'Start Winnow first (`npx winnow start`), or set DATABASE_URL.',
    );
  }
  const authSecret = settings.authSecret ?? (await keepAuthSecret(settings.dataFolder));
  const env = childEnvironment(settings, { databaseUrl, authSecret });
  const worker = startChild({ name: 'worker', args: workerArguments, env, logFile: undefined });
  const { signal, release } = onStopSignals(worker.kill);
  const end = await Promise.race([worker.ended, once(signal, 'abort').then(worker.stop)]);
  release();
  return end === undefined || end === 'exit code 0' ? 0 : 1;
}
