import type { IntervalMethod } from './intervals';
import { estimateProportion } from './intervals';
import type { SortedLabels } from './labels';
import type { ReportedShare } from './report-design';
import { f1FromShare } from './report-thresholds';
import { REPORTED_INTERVALS } from './reported-threshold';
import { countAtOrAbove, type ScopeScores } from './scope-scores';
import type { SortedDesign, SortedStratum } from './sorted-design';
import type { ShareStratum } from './stratified-share';
import { stratifiedShare } from './stratified-share';
import type { ErrorCosts } from './threshold-by-cost';
import type { ConfusionCounts, Workload } from './threshold-curve';
import { requireScopeHolds, requireThreshold } from './threshold-curve';

/** Of each expected number of errors: with half of the error probability each, both hold at once with 95 %. */
export const ERROR_CONFIDENCE = 1 - (1 - REPORTED_INTERVALS.confidence) / 2;

/** Documents of the scope, expected; null where no label lies on that side of the threshold. */
export interface ExpectedDocuments {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Labels on that side. */
  readonly n: number;
  readonly method: ReportedShare['method'];
}

/** What one threshold means, from a sample of any design. */
export interface ThresholdEstimate {
  readonly threshold: number;
  /** Labels, unweighed. */
  readonly counts: ConfusionCounts;
  readonly precision: ReportedShare;
  readonly recall: ReportedShare;
  /** n counts labels that are relevant or included. */
  readonly f1: ReportedShare;
  readonly workload: Workload;
  /** Irrelevant documents that would be read, and relevant ones that would be missed, at ERROR_CONFIDENCE each. */
  readonly falsePositives: ExpectedDocuments;
  readonly falseNegatives: ExpectedDocuments;
  /** Share of the irrelevant that is included: the ROC curve's abscissa. Null without irrelevant labels. */
  readonly falsePositiveRate: number | null;
}

/**
 * Figures of many thresholds: Clopper-Pearson from a simple random sample, Horvitz-Thompson with its own intervals from a
 * stratified one, and no values from a design that cannot be weighed. The workload is counted.
 *
 * @param scope       The ranking scores of all documents in scope.
 * @param thresholds  Any order, none NaN; the estimates come in the same order.
 * @throws CalibrationError OUT_OF_RANGE, COUNT_EXCEEDS_TOTAL
 */
export function thresholdEstimates(
  design: SortedDesign,
  scope: ScopeScores,
  thresholds: readonly number[],
): ThresholdEstimate[] {
  for (const threshold of thresholds) requireThreshold(threshold);
  requireScopeHolds(design.labels.relevant.length + design.labels.irrelevant.length, scope);
  return thresholds.map((threshold) => estimateAt(design, scope, threshold));
}

/**
 * What the errors of a threshold are expected to cost in the scope. Both numbers of errors hold at once with 95 %, and so
 * does what is made of them.
 *
 * @param costs  Finite, >= 0.
 * @returns      Null where one of the two is not known and costs something.
 */
export function expectedCost(
  { falsePositives, falseNegatives }: Pick<ThresholdEstimate, 'falsePositives' | 'falseNegatives'>,
  costs: ErrorCosts,
): { readonly value: number; readonly lower: number; readonly upper: number } | null {
  const parts = [
    { documents: falsePositives, cost: costs.falsePositive },
    { documents: falseNegatives, cost: costs.falseNegative },
  ].filter(({ cost }) => cost > 0);
  const sum = { value: 0, lower: 0, upper: 0 };
  for (const { documents, cost } of parts) {
    const { value, lower, upper } = documents;
    if (value === null || lower === null || upper === null) return null;
    sum.value += cost * value;
    sum.lower += cost * lower;
    sum.upper += cost * upper;
  }
  return sum;
}

type Counts = ConfusionCounts & { readonly populationSize: number };
/** The part and the rest of a share, out of the four kinds of label. */
type Sides = (counts: ConfusionCounts) => readonly [part: number, rest: number];

const PRECISION: Sides = ({ truePositives, falsePositives }) => [truePositives, falsePositives];
const RECALL: Sides = ({ truePositives, falseNegatives }) => [truePositives, falseNegatives];
const JACCARD: Sides = ({ truePositives, falsePositives, falseNegatives }) => [
  truePositives,
  falsePositives + falseNegatives,
];
const FALSE_DISCOVERY: Sides = ({ truePositives, falsePositives }) => [falsePositives, truePositives];
const FALSE_OMISSION: Sides = ({ falseNegatives, trueNegatives }) => [falseNegatives, trueNegatives];

function estimateAt(design: SortedDesign, scope: ScopeScores, threshold: number): ThresholdEstimate {
  const counts = countLabels(design.labels, threshold);
  const strata = design.strata?.map((stratum) => countStratum(stratum, threshold)) ?? null;
  const share = (sides: Sides, confidence: number = REPORTED_INTERVALS.confidence) =>
    shareOf(design.kind === 'SIMPLE_RANDOM', counts, strata, sides, confidence);
  const included = scope.countAtOrAbove(threshold);
  return {
    threshold,
    counts,
    precision: share(PRECISION),
    recall: share(RECALL),
    f1: f1FromShare(share(JACCARD)),
    workload: { documents: included, share: scope.total === 0 ? null : included / scope.total },
    falsePositives: scaled(included, share(FALSE_DISCOVERY, ERROR_CONFIDENCE)),
    falseNegatives: scaled(scope.total - included, share(FALSE_OMISSION, ERROR_CONFIDENCE)),
    falsePositiveRate: falsePositiveRate(design.kind === 'SIMPLE_RANDOM', counts, strata),
  };
}

function countStratum({ populationSize, labels }: SortedStratum, threshold: number): Counts {
  return { populationSize, ...countLabels(labels, threshold) };
}

function countLabels({ relevant, irrelevant }: SortedLabels, threshold: number): ConfusionCounts {
  const truePositives = countAtOrAbove(relevant, threshold);
  const falsePositives = countAtOrAbove(irrelevant, threshold);
  return {
    truePositives,
    falsePositives,
    falseNegatives: relevant.length - truePositives,
    trueNegatives: irrelevant.length - falsePositives,
  };
}

function shareOf(
  isSimple: boolean,
  counts: ConfusionCounts,
  strata: readonly Counts[] | null,
  sides: Sides,
  confidence: number,
): ReportedShare {
  const [part, rest] = sides(counts);
  if (isSimple) {
    const method: IntervalMethod = REPORTED_INTERVALS.intervalMethod;
    const { value, n, interval } = estimateProportion(part, part + rest, confidence, method);
    return { value, lower: interval?.lower ?? null, upper: interval?.upper ?? null, n, method };
  }
  if (strata === null) return { value: null, lower: null, upper: null, n: part + rest, method: 'bounds' };
  const weighed = stratifiedShare(
    strata.map((stratum) => toShareStratum(stratum, sides)),
    confidence,
  );
  const { value, interval, n, method } = weighed;
  return { value, lower: interval?.lower ?? null, upper: interval?.upper ?? null, n, method };
}

function toShareStratum(stratum: Counts, sides: Sides): ShareStratum {
  const [part, rest] = sides(stratum);
  return { populationSize: stratum.populationSize, rated: rated(stratum), part, rest };
}

function rated({ truePositives, falsePositives, falseNegatives, trueNegatives }: ConfusionCounts): number {
  return truePositives + falsePositives + falseNegatives + trueNegatives;
}

function falsePositiveRate(
  isSimple: boolean,
  counts: ConfusionCounts,
  strata: readonly Counts[] | null,
): number | null {
  const weighed = isSimple ? [{ ...counts, populationSize: rated(counts) }] : (strata ?? []);
  let included = 0;
  let irrelevant = 0;
  for (const stratum of weighed) {
    const weight = stratum.populationSize / rated(stratum);
    included += weight * stratum.falsePositives;
    irrelevant += weight * (stratum.falsePositives + stratum.trueNegatives);
  }
  return irrelevant === 0 ? null : included / irrelevant;
}

/** A side without documents has no errors, whatever the labels say. */
function scaled(documents: number, { value, lower, upper, n, method }: ReportedShare): ExpectedDocuments {
  if (documents === 0) return { value: 0, lower: 0, upper: 0, n, method };
  const times = (share: number | null) => (share === null ? null : documents * share);
  return { value: times(value), lower: times(lower), upper: times(upper), n, method };
}
