import { type Command, InvalidArgumentError } from 'commander';

type CalibrateFlags = Readonly<{
  relevanceCut: number;
  recall: number;
  confidence: number;
  costFp?: number;
  costFn?: number;
  workload?: number;
  threshold?: number;
  population?: number;
  scope?: boolean;
  seed: string;
  json?: boolean;
}>;

export function registerCalibrate(program: Command): void {
  program
    .command('calibrate')
    .description(
      'say what labels mean: thresholds, a recall certificate, recalibration and metrics with their intervals',
    )
    .argument('<file>', 'CSV, TSV or JSONL: score, rating (1 to 5) and, if known, more columns')
    .option('--relevance-cut <rating>', 'a rating from which a document is relevant', number, 3)
    .option('--recall <share>', 'recall to certify', number, 0.95)
    .option('--confidence <share>', 'of the certificate and of every interval', number, 0.95)
    .option('--cost-fp <cost>', 'what reading an irrelevant document costs (1, where --cost-fn is given)', number)
    .option('--cost-fn <cost>', 'what missing a relevant document costs (1, where --cost-fp is given)', number)
    .option('--workload <documents>', 'documents one is ready to read', number)
    .option('--threshold <score>', 'a threshold of your own', number)
    .option('--population <documents>', 'documents in scope that the sample was drawn from', number)
    .option('--scope', 'the file holds every document in scope: rows without a rating count in the workload')
    .option('--seed <text>', 'of folds and resamples; the same seed gives the same report', 'winnow')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nFurther columns: id, calibrated_score (ranked by instead of score), stratum, inclusion_probability.' +
        '\nCertificates come from a simple random sample only. Exit status: 0, 2 when a row was rejected.',
    )
    .action(async (file: string, flags: CalibrateFlags) => {
      const { runCalibrate } = await import('../calibrate/run-calibrate');
      process.exitCode = await runCalibrate(file, readOptions(flags), process.stdout, process.stderr);
    });
}

/** What the flags ask for. */
export function readOptions(flags: CalibrateFlags) {
  const { costFp, costFn, workload = null, threshold = null, population = null } = flags;
  const hasCosts = costFp !== undefined || costFn !== undefined;
  return {
    relevanceCut: flags.relevanceCut,
    recall: flags.recall,
    confidence: flags.confidence,
    seed: flags.seed,
    costs: hasCosts ? { falsePositive: costFp ?? 1, falseNegative: costFn ?? 1 } : null,
    workload,
    threshold,
    population,
    isWholeScope: flags.scope === true,
    isJson: flags.json === true,
  };
}

function number(value: string): number {
  const parsed = Number(value);
  if (value.trim() !== '' && Number.isFinite(parsed)) return parsed;
  throw new InvalidArgumentError('It must be a number.');
}
