import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { type Engine, startEngine } from '@/inference/engine';
import { type EngineOptions, engineOptionsFrom } from '@/inference/engine-options';
import { InferenceError } from '@/inference/errors';
import { errorCode, SetupError } from '../setup-error';
import { showProgress } from './progress';
import { formatOf, type InputRecord, type RecordFormat, readRecords } from './read-records';
import { scoreRecords } from './score-records';

export interface ScoreCommandOptions {
  readonly engine: EngineOptions;
  readonly format?: RecordFormat;
  readonly textField: string;
  readonly idField: string;
  readonly limit?: number;
}

const EXIT_INTERRUPTED = 130;

/** Scores a file or standard input to standard output; answers the exit code. */
export async function runScore(file: string | undefined, options: ScoreCommandOptions): Promise<number> {
  const format = options.format ?? formatOf(file);
  if (!format)
    throw new SetupError(
      `The format of ${file} is not known from its ending.`,
      'Name it with --format jsonl, csv, tsv or txt.',
    );
  const input = await openInput(file);
  const engine = await startWithSettings(options.engine);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  // Ctrl-C ends the reading; what was read is scored and written. A second one ends at once.
  process.once('SIGINT', interrupt);
  try {
    announce(engine);
    const records = readRecords(input.stream, format, { text: options.textField, id: options.idField });
    const progress = showProgress(
      { bytesRead: () => input.stream.bytesRead, bytesTotal: input.bytesTotal },
      process.stderr,
    );
    await writeScores(
      engine,
      takeUntil(records, options.limit ?? Number.POSITIVE_INFINITY, stop.signal),
      process.stdout,
      progress,
    );
    progress.finish();
  } finally {
    process.removeListener('SIGINT', interrupt);
    input.stream.destroy();
    await engine.close();
  }
  return stop.signal.aborted ? EXIT_INTERRUPTED : 0;
}

async function writeScores(
  engine: Engine,
  records: AsyncIterable<InputRecord>,
  output: Writable,
  progress: ReturnType<typeof showProgress>,
): Promise<void> {
  const gone = new AbortController();
  output.once('error', (error) => gone.abort(error));
  for await (const lines of scoreRecords(engine, records)) {
    if (gone.signal.aborted) break;
    const isRoomLeft = output.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    progress.add(lines);
    if (!isRoomLeft) await once(output, 'drain', { signal: gone.signal }).catch(() => undefined);
  }
  // `winnow score … | head` closes the pipe early, which is no failure.
  if (gone.signal.aborted && errorCode(gone.signal.reason) !== 'EPIPE') throw gone.signal.reason;
}

async function* takeUntil(
  records: AsyncGenerator<InputRecord>,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<InputRecord> {
  let taken = 0;
  if (limit === 0) return;
  for await (const record of records) {
    if (signal.aborted) return;
    yield record;
    if (++taken >= limit) return;
  }
}

async function openInput(file: string | undefined) {
  if (file === undefined) return { stream: process.stdin, bytesTotal: null };
  const found = await stat(file).catch(() => null);
  if (!found?.isFile())
    throw new SetupError(`There is no file ${file}.`, 'Name a JSONL, CSV, TSV or TXT file, or pipe texts in.');
  return { stream: createReadStream(file), bytesTotal: found.size };
}

async function startWithSettings(options: EngineOptions): Promise<Engine> {
  try {
    return await startEngine({ ...engineOptionsFrom(process.env), ...options });
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    throw new SetupError(
      `${error.message}.`,
      '`npx winnow doctor` shows what this machine and the model folder offer.',
    );
  }
}

function announce(engine: Engine): void {
  const { modelId, revision, precision, provider } = engine.describe();
  console.error(`${modelId}, ${revision.slice(0, 19)}, ${precision} on ${provider}`);
}
