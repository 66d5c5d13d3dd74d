import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Engine, startEngine } from '@/inference/engine';
import { type EngineOptions, engineOptionsFrom } from '@/inference/engine-options';
import { InferenceError } from '@/inference/errors';
import { errorCode, SetupError } from '../setup-error';
import { type Progress, showProgress } from './progress';
import { formatOf, type RecordFormat, readRecords } from './read-records';
import type { InputRecord } from './records';
import { type DoneBefore, skipDone } from './resume';
import { fileOutput, type OutputStart, type ScoreOutput, streamOutput } from './score-output';
import { scoreRecords } from './score-records';
import { StopRequest } from './stop-request';

export interface ScoreCommandOptions {
  readonly engine: EngineOptions;
  readonly format?: RecordFormat;
  readonly textField: string;
  readonly idField: string;
  readonly limit?: number;
  /** Absent: standard output. */
  readonly output?: string;
  readonly isResumed: boolean;
  readonly mayOverwrite: boolean;
}

const EXIT_INTERRUPTED = 130;

/** Scores a file or standard input to a file or standard output; answers the exit code. */
export async function runScore(file: string | undefined, options: ScoreCommandOptions): Promise<number> {
  const source = { format: formatFor(file, options.format), ...(await openInput(file)) };
  await requireFree(file, options);
  const stop = new StopRequest();
  try {
    const records = takeUntil(
      readRecords(source, { text: options.textField, id: options.idField }),
      options.limit ?? Number.POSITIVE_INFINITY,
      stop.signal,
    );
    const before = await doneBefore(options, records);
    const engine = await startWithSettings(options.engine);
    try {
      announce(engine, before);
      requireSame(engine, before, options);
      const output = openOutput(options, before);
      const progress = showProgress(source, process.stderr);
      const isWhole = await writeScores(scoreRecords(engine, records, stop.signal), output, progress);
      progress.finish();
      if (isWhole) output.close();
    } finally {
      await engine.close();
    }
  } finally {
    stop.end();
    source.bytes.destroy();
  }
  if (!stop.signal.aborted) return 0;
  console.error(
    options.output
      ? `Stopped. ${options.output} holds whole lines only; the same command with --resume goes on.`
      : 'Stopped. A run with --output <file> can be taken up again with --resume.',
  );
  return EXIT_INTERRUPTED;
}

/** @returns False when the reader of the output has left, as in `winnow score … | head`, which is no failure. */
async function writeScores(
  scored: ReturnType<typeof scoreRecords>,
  output: ScoreOutput,
  progress: Progress,
): Promise<boolean> {
  try {
    for await (const lines of scored) {
      await output.write(lines.map((line) => `${JSON.stringify(line)}\n`));
      progress.add(lines);
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EPIPE') return false;
    if (!(error instanceof InferenceError)) throw error;
    const remedy = 'What is written is whole; with --output the same command and --resume goes on.';
    throw new SetupError(`The engine stopped: ${error.message}.`, remedy, { cause: error });
  }
}

/** The first `limit` records, fewer when a stop is asked for. */
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

function formatFor(file: string | undefined, asked: RecordFormat | undefined): RecordFormat {
  const format = asked ?? formatOf(file);
  if (format) return format;
  throw new SetupError(
    `The format of ${file} is not known from its ending.`,
    'Name it with --format jsonl, csv, tsv or txt.',
  );
}

async function openInput(file: string | undefined) {
  if (file === undefined) {
    return { bytes: process.stdin, name: 'standard input', bytesRead: () => process.stdin.bytesRead, bytesTotal: null };
  }
  const found = await stat(file).catch(() => null);
  if (!found?.isFile())
    throw new SetupError(`There is no file ${file}.`, 'Name a JSONL, CSV, TSV or TXT file, or pipe texts in.');
  const bytes = createReadStream(file);
  return { bytes, name: file, bytesRead: () => bytes.bytesRead, bytesTotal: found.size };
}

/** Hours of scores are never overwritten by mistake, and never the input. */
async function requireFree(input: string | undefined, options: ScoreCommandOptions): Promise<void> {
  const { output } = options;
  if (output === undefined) {
    if (!options.isResumed && !options.mayOverwrite) return;
    throw new SetupError('--resume and --force are about a file.', 'Name it with --output <file>.');
  }
  const found = await stat(output).catch(() => null);
  const read = input === undefined ? null : await stat(input);
  if (found && read && found.ino === read.ino && found.dev === read.dev) {
    throw new SetupError(`${output} is the input.`, 'Name another file for the scores.');
  }
  if (!found || options.isResumed || options.mayOverwrite) return;
  throw new SetupError(`${output} exists.`, 'Go on with it by --resume, replace it by --force, or name another file.');
}

async function doneBefore(
  options: ScoreCommandOptions,
  records: AsyncIterator<InputRecord>,
): Promise<DoneBefore | null> {
  const { output, isResumed } = options;
  if (output === undefined || !isResumed) return null;
  const found = await stat(output).catch(() => null);
  return found ? skipDone(output, records) : null;
}

function openOutput({ output, mayOverwrite }: ScoreCommandOptions, before: DoneBefore | null): ScoreOutput {
  if (output === undefined) return streamOutput(process.stdout);
  const start: OutputStart = before ? before.bytes : mayOverwrite ? 'over' : 'new';
  return fileOutput(output, start);
}

/** One ranking comes of one model in one precision. */
function requireSame(engine: Engine, before: DoneBefore | null, { output }: ScoreCommandOptions): void {
  const earlier = before?.provenance;
  const { modelId, revision, precision } = engine.describe();
  if (!earlier || (earlier.revision === revision && earlier.precision === precision)) return;
  throw new SetupError(
    `${output} was scored by ${earlier.model}, ${earlier.revision.slice(0, 19)} in ${earlier.precision}; this would be ${modelId}, ${revision.slice(0, 19)} in ${precision}.`,
    'Nothing was written. Name the same with --model and --precision, or another output.',
  );
}

async function startWithSettings(options: EngineOptions): Promise<Engine> {
  try {
    // Named on the command line, the model goes before any other choice, also before one that cannot be read.
    const settings = { ...process.env, ...(options.modelFolder && { WINNOW_MODEL: options.modelFolder }) };
    const onNotice = (notice: string) => console.error(notice);
    return await startEngine({ ...engineOptionsFrom(settings), ...options }, { onNotice });
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    throw new SetupError(
      `${error.message}.`,
      '`npx winnow doctor` shows what this machine and the model folder offer.',
    );
  }
}

function announce(engine: Engine, before: DoneBefore | null): void {
  const { modelId, revision, precision, provider } = engine.describe();
  console.error(`${modelId}, ${revision.slice(0, 19)}, ${precision} on ${provider}`);
  if (before) console.error(`${before.records} records have their line; going on behind them`);
}
