import type { CalibrationReport, ReportOptions } from './calibration-report';
import {
  countWords as count,
  DESIGN_WORDS,
  percentWords as percent,
  shareWords,
  thresholdWords,
} from './methods-words';
import type { ThresholdFigures } from './report-thresholds';

/** What the paragraph names; what is null or absent is not known and is not written. */
export interface MethodsTextInputs extends Pick<ReportOptions, 'relevanceCut' | 'recall' | 'confidence' | 'seed'> {
  readonly report: CalibrationReport;
  /** Of this software. */
  readonly version: string;
  /** Name and revision of the model that gave the scores. */
  readonly model?: { readonly name: string; readonly revision: string };
  /** Seed and method of the drawing of the sample. */
  readonly sample?: { readonly seed: string; readonly method: string };
}

/**
 * A paragraph for the methods of a review, in the order that PRISMA 2020 asks of automation tools (items 8 and 13): what
 * was sampled and rated, the threshold and what vouches for it, how scores were recalibrated, with every number its n
 * and interval, versions and seeds. The same inputs give the same text.
 *
 * @see Page et al., The PRISMA 2020 statement, BMJ 372:n71 (2021)
 */
export function methodsText(inputs: MethodsTextInputs): string {
  return [sampleSentence(inputs), thresholdSentence(inputs), recalibrationSentence(inputs), toolSentence(inputs)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function sampleSentence({ report, relevanceCut, confidence, sample, model }: MethodsTextInputs): string {
  const { labels, positives, population, prevalence } = report;
  if (labels === 0) return 'No document was rated.';
  const from = population === null ? '' : ` of ${count(population)} documents`;
  const drawn = sample ? `, drawn by ${sample.method} from the seed “${sample.seed}”` : '';
  const by = model ? ` Documents were scored by ${model.name}, revision ${model.revision}.` : '';
  return (
    `From ${DESIGN_WORDS[report.design]}${from}${drawn}, ${count(labels)} were rated by experts on a scale of 1 to 5; ` +
    `${count(positives)} reached the relevance cut of ${relevanceCut} ` +
    `(prevalence ${shareWords(prevalence, confidence)}).${by}`
  );
}

function thresholdSentence({ report, recall, confidence }: MethodsTextInputs): string {
  const { certificate, thresholds } = report;
  const figures = thresholds.find(({ by }) => by === 'CERTIFICATE');
  if (certificate.status === 'CERTIFIED' && figures) {
    const misses = `${count(certificate.allowedMisses)} of ${count(certificate.positives)}`;
    return (
      `Documents scored ${thresholdWords(certificate.threshold)} or higher were included: with ${percent(confidence)} confidence ` +
      `this finds at least ${percent(recall)} of the relevant documents (exact order-statistic bound, ${misses} rated ` +
      `relevant documents allowed below the threshold). ${figureSentence(figures, confidence)}`
    );
  }
  if (certificate.status === 'CERTIFIED') return '';
  const why =
    certificate.reason === 'TOO_FEW_POSITIVES'
      ? `${count(certificate.positives)} rated relevant documents are too few, ${count(certificate.positivesNeeded)} are needed`
      : certificate.reason === 'ROWS_REJECTED'
        ? 'some of its rows could not be read'
        : 'the sample is not a simple random one';
  return `No threshold was certified for a recall of ${percent(recall)}, because ${why}.`;
}

function figureSentence({ precision, recall, workload }: ThresholdFigures, confidence: number): string {
  const read = workload.value === null ? '' : `; ${percent(workload.value)} of the documents are included`;
  return (
    `On the sample, recall was ${shareWords(recall, confidence)} and precision ${shareWords(precision, confidence)}` +
    `${read}.`
  );
}

function recalibrationSentence({ report }: MethodsTextInputs): string {
  const { map, before, after, folds } = report.recalibration;
  if (before === null || after === null) return '';
  if (map.kind === 'IDENTITY') return 'Scores were used as the model gave them, since no recalibration did better.';
  return (
    `An ${map.kind === 'LINEAR' ? 'affine' : map.kind.toLowerCase()} recalibration, chosen by ${folds}-fold ` +
    `cross-validation, lowered the mean squared error from ${before.mse.toFixed(3)} to ${after.mse.toFixed(3)} ` +
    `(n = ${count(after.n)}).`
  );
}

function toolSentence({ version, seed }: MethodsTextInputs): string {
  return `Computed by Winnow ${version} with the seed “${seed}”.`;
}
