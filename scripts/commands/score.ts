import { type Command, InvalidArgumentError, Option } from 'commander';
import { PRECISIONS, PROVIDER_NAMES, type Precision, type ProviderName } from '@/inference/results';
import { RECORD_FORMATS, type RecordFormat } from '../score/read-records';

type ScoreFlags = Readonly<{
  model?: string;
  precision?: Precision;
  provider?: ProviderName;
  maxTokens?: number;
  windows?: 'mean' | 'max' | 'first';
  overlap: number;
  format?: RecordFormat;
  textField: string;
  idField: string;
  processes?: number;
  threads?: number;
  limit?: number;
  output?: string;
  resume?: boolean;
  force?: boolean;
}>;

export function registerScore(program: Command): void {
  program
    .command('score')
    .description('score the texts of a JSONL, CSV, TSV or TXT file (or of standard input) to JSONL, in input order')
    .argument('[file]', 'one record a line or row; TXT: one text a line; absent: standard input, JSONL')
    .option('--model <folder>', 'a Hugging Face model folder (WINNOW_MODEL, models/starter)')
    .addOption(new Option('--precision <precision>', 'precision to compute in').choices(PRECISIONS))
    .addOption(new Option('--provider <provider>', 'processor to compute on (WINNOW_PROVIDER)').choices(PROVIDER_NAMES))
    .option('--max-tokens <count>', 'longest input in tokens, 3 to 8192 (4096)', wholeNumber)
    .addOption(
      new Option('--windows <aggregate>', 'read long texts whole, in windows').choices(['mean', 'max', 'first']),
    )
    .option('--overlap <tokens>', 'tokens that neighbouring windows share', wholeNumber, 0)
    .addOption(new Option('--format <format>', 'format of the input').choices(RECORD_FORMATS))
    .option('--text-field <name>', 'field or column with the text', 'text')
    .option('--id-field <name>', 'field or column with the id; absent from a record: its line number', 'id')
    .option('--processes <count>', 'engine processes (measured on first use)', wholeNumber)
    .option('--threads <count>', 'threads of each engine process (measured on first use)', wholeNumber)
    .option('--limit <count>', 'stop after so many records', wholeNumber)
    .option('--output <file>', 'write to a file that is not there yet (standard output)')
    .option('--resume', 'go on with the --output of an interrupted run, whose lines must fit the input')
    .addOption(new Option('--force', 'replace an --output that exists').conflicts('resume'))
    .addHelpText(
      'after',
      '\nCtrl-C finishes what is being computed, a second one stops at once. Exit status: 0, 130 when stopped.',
    )
    .action(async (file: string | undefined, flags: ScoreFlags) => {
      const { runScore } = await import('../score/run-score');
      process.exitCode = await runScore(file, {
        engine: {
          ...(flags.model && { modelFolder: flags.model }),
          ...(flags.precision && { precision: flags.precision }),
          ...(flags.provider && { provider: flags.provider }),
          ...(flags.maxTokens !== undefined && { maxTokens: flags.maxTokens }),
          ...(flags.processes !== undefined && { processes: flags.processes }),
          ...(flags.threads !== undefined && { threadsPerProcess: flags.threads }),
          ...(flags.windows && { windows: { aggregate: flags.windows, overlapTokens: flags.overlap } }),
        },
        format: flags.format,
        textField: flags.textField,
        idField: flags.idField,
        limit: flags.limit,
        output: flags.output,
        isResumed: flags.resume === true,
        mayOverwrite: flags.force === true,
      });
    });
}

function wholeNumber(value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('It must be a whole number, 0 or more.');
}
