import { fileURLToPath } from 'node:url';
import { InferenceError, type ModelFault } from '../errors';
import { isSmallModel, type ModelFolder, openModelFolder } from '../model/model-folder';
import { forkModule } from '../process/fork-module';
import type { ProviderName } from '../results';
import type { ParityStep } from './measure-parity';
import { type ParityReport, readParityReport, reportOfSmallModel } from './parity-report';

export interface PrecisionChoice {
  readonly modelFolder: string;
  readonly cacheFolder: string;
  readonly provider: ProviderName;
  /** Longest input including [CLS] and [SEP]; longer texts are compared cut. */
  readonly maxTokens: number;
  /** Measure although a report is kept. */
  readonly isFresh?: boolean;
  readonly onStep?: (step: ParityStep) => void;
  readonly signal?: AbortSignal;
}

export type FromParityProcess =
  | { readonly type: 'step'; readonly step: ParityStep }
  | { readonly type: 'report'; readonly report: ParityReport }
  | { readonly type: 'refused'; readonly code: ModelFault; readonly message: string };

const PROCESS_MODULE = fileURLToPath(new URL('./parity-process.ts', import.meta.url));

/**
 * The precision to compute a model in on this machine, with the measurement behind it: the kept report, or a new one
 * made in a process of its own (minutes for a model of 150 million weights on two cores), which is then kept.
 *
 * @throws InferenceError with what is wrong with the model, ENGINE_START_FAILED when the process ends without an answer,
 *   ENGINE_CLOSED when the signal stops it.
 */
export async function choosePrecision(choice: PrecisionChoice): Promise<ParityReport> {
  return precisionOf(await openModelFolder(choice.modelFolder), choice);
}

/** The same for a folder that is open already: opening reads and hashes all of it. */
export async function precisionOf(model: ModelFolder, choice: PrecisionChoice): Promise<ParityReport> {
  const { cacheFolder, provider } = choice;
  if (isSmallModel(model)) return reportOfSmallModel(model, provider);
  const kept = choice.isFresh ? null : await readParityReport({ revision: model.revision, provider, cacheFolder });
  return kept ?? measureApart(choice);
}

function measureApart({ onStep, signal, ...choice }: PrecisionChoice): Promise<ParityReport> {
  const child = forkModule(PROCESS_MODULE);
  const stop = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  const measured = new Promise<ParityReport>((resolve, reject) => {
    child.on('message', (message: FromParityProcess) => {
      if (message.type === 'step') onStep?.(message.step);
      else if (message.type === 'report') resolve(message.report);
      else reject(new InferenceError(message.code, message.message));
    });
    child.once('error', (error) => reject(ended(error.message)));
    child.once('exit', (code, killedBy) => {
      if (signal?.aborted) reject(new InferenceError('ENGINE_CLOSED', 'The measurement was stopped'));
      else reject(ended(killedBy ? `killed by ${killedBy}` : `exit code ${code}`));
    });
    child.send(choice);
    if (signal?.aborted) stop();
  });
  return measured.finally(() => {
    signal?.removeEventListener('abort', stop);
    if (child.connected) child.disconnect();
  });
}

function ended(reason: string): InferenceError {
  return new InferenceError(
    'ENGINE_START_FAILED',
    `The precision could not be measured: its process ended (${reason})`,
  );
}
