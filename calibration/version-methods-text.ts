import { estimateProportion } from './intervals';
import { countWords, DESIGN_WORDS, percentWords, shareWords, thresholdWords } from './methods-words';
import type { ReportedShare } from './report-design';
import { REPORTED_INTERVALS } from './reported-threshold';
import type { ErrorCosts } from './threshold-by-cost';

/** What a saved threshold recorded of itself; what is null was not recorded and is not written. */
export interface SavedVersion {
  /** 1, 2, 3 … within the project. */
  readonly version: number;
  /** Of the day it was saved, YYYY-MM-DD. */
  readonly savedOn: string;
  readonly threshold: number;
  readonly relevanceCut: number;
  readonly sample: {
    readonly design: 'SIMPLE_RANDOM' | 'STRATIFIED';
    readonly populationSize: number;
    readonly seed: string;
    readonly method: string | null;
  };
  readonly labelled: number;
  readonly relevant: number;
  readonly origin: 'BY_HAND' | 'BY_CERTIFICATE' | 'BY_COST' | 'BY_WORKLOAD';
  readonly costs: ErrorCosts | null;
  /** As many as one was ready to read. */
  readonly documentsAsked: number | null;
  readonly certificate: SavedPromise | null;
  readonly precision: SavedShare;
  readonly recall: SavedShare;
  readonly workload: number;
  readonly documents: number;
  readonly model: { readonly name: string; readonly revision: string } | null;
  readonly recalibration: { readonly version: number; readonly kind: 'OFFSET' | 'LINEAR' | 'ISOTONIC' } | null;
  /** Of this software. */
  readonly productVersion: string | null;
}

export type SavedShare = Omit<ReportedShare, 'method'>;

/** A certificate that was asked for, as it was answered; `threshold` is null when it was refused. */
export interface SavedPromise {
  readonly recall: number;
  readonly confidence: number;
  readonly threshold: number | null;
  readonly isCovered: boolean;
  readonly positives: number;
  readonly positivesMissing: number;
  readonly refusal: 'TOO_FEW_POSITIVES' | 'NOT_A_SIMPLE_RANDOM_SAMPLE' | 'ROWS_REJECTED' | null;
}

/**
 * The paragraph of `methodsText` for a saved version: of what it recorded and of nothing else, so that it reads the same
 * on the day of submission as on the day it was saved, whatever was rated in between.
 *
 * @see Page et al., The PRISMA 2020 statement, BMJ 372:n71 (2021), items 8 and 13
 */
export function versionMethodsText(saved: SavedVersion): string {
  return [
    sampleSentence(saved),
    scoresSentence(saved),
    thresholdSentence(saved),
    certificateSentence(saved),
    figureSentence(saved),
    toolSentence(saved),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function sampleSentence({ sample, labelled, relevant, relevanceCut }: SavedVersion): string {
  const { design, populationSize, seed, method } = sample;
  const by = method ? `, drawn by ${method} from the seed “${seed}”` : `, drawn from the seed “${seed}”`;
  return (
    `From ${DESIGN_WORDS[design]} of ${countWords(populationSize)} documents${by}, ${countWords(labelled)} were rated ` +
    `by experts on a scale of 1 to 5, blind to the score; ${countWords(relevant)} reached the relevance cut of ` +
    `${relevanceCut}${prevalenceWords(design, relevant, labelled)}.`
  );
}

/** A stratified sample rates some strata more than others: the share among its labels is not the population's. */
function prevalenceWords(design: SavedVersion['sample']['design'], relevant: number, labelled: number): string {
  if (design !== 'SIMPLE_RANDOM') return '';
  const { confidence, intervalMethod } = REPORTED_INTERVALS;
  const { value, interval } = estimateProportion(relevant, labelled, confidence, intervalMethod);
  const share = { value, lower: interval?.lower ?? null, upper: interval?.upper ?? null, n: labelled };
  return ` (prevalence ${shareWords(share, confidence)})`;
}

const MAPS = { OFFSET: 'a constant offset', LINEAR: 'an affine map', ISOTONIC: 'an isotonic map' } as const;

function scoresSentence({ model, recalibration }: SavedVersion): string {
  const by = model ? `Documents were scored by ${model.name}, revision ${model.revision}` : '';
  if (!recalibration) return by && `${by}.`;
  const map = `recalibrated to the experts’ ratings by ${MAPS[recalibration.kind]} (recalibration ${recalibration.version})`;
  return by ? `${by}, and their scores ${map}.` : `Scores were ${map}.`;
}

function thresholdSentence(saved: SavedVersion): string {
  return `Documents scored ${thresholdWords(saved.threshold)} or higher were included, a threshold ${originWords(saved)}.`;
}

function originWords({ origin, costs, documentsAsked }: SavedVersion): string {
  if (origin === 'BY_CERTIFICATE') return 'chosen by its certificate';
  if (origin === 'BY_COST' && costs) {
    const { falsePositive, falseNegative } = costs;
    return (
      `chosen for the lowest expected cost on the sample, where reading an irrelevant document costs ` +
      `${falsePositive} and missing a relevant one ${falseNegative}`
    );
  }
  if (origin === 'BY_WORKLOAD' && documentsAsked !== null)
    return `chosen so that at most ${countWords(documentsAsked)} documents are to be read`;
  return 'set by hand';
}

function certificateSentence({ certificate }: SavedVersion): string {
  if (certificate === null) return 'No recall was certified for it.';
  const { recall, confidence, threshold, isCovered, positives } = certificate;
  const promise = `at least ${percentWords(recall)} of the relevant documents with ${percentWords(confidence)} confidence`;
  const bound = `exact order-statistic bound from ${countWords(positives)} rated relevant documents`;
  if (isCovered) return `It finds ${promise} (${bound}).`;
  if (threshold !== null)
    return `Finding ${promise} is certified up to a threshold of ${thresholdWords(threshold)} (${bound}) and so not for this one.`;
  return `Finding ${promise} could not be certified, because ${refusalWords(certificate)}.`;
}

function refusalWords({ refusal, positives, positivesMissing }: SavedPromise): string {
  if (refusal === 'TOO_FEW_POSITIVES')
    return (
      `${countWords(positives)} rated relevant documents are too few, ` +
      `${countWords(positives + positivesMissing)} are needed`
    );
  return refusal === 'ROWS_REJECTED' ? 'some ratings could not be read' : 'the sample is not a simple random one';
}

function figureSentence({ precision, recall, workload, documents }: SavedVersion): string {
  const { confidence } = REPORTED_INTERVALS;
  const share = documents === 0 ? '' : ` (${percentWords(workload / documents)})`;
  return (
    `On the sample, recall was ${shareWords(recall, confidence)} and precision ${shareWords(precision, confidence)}; ` +
    `${countWords(workload)} of ${countWords(documents)} documents${share} are included.`
  );
}

function toolSentence({ version, savedOn, productVersion }: SavedVersion): string {
  const tool = productVersion ? `Winnow ${productVersion}` : 'Winnow';
  return `Computed by ${tool} on ${savedOn} (version ${version} of the threshold).`;
}
