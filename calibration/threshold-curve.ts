import { CalibrationError } from './calibration-error';
import { candidateThresholds } from './candidate-thresholds';
import { f1FromJaccard } from './f1-from-jaccard';
import { requireOpenProbability } from './input-checks';
import type { Interval, IntervalMethod, ProportionEstimate } from './intervals';
import { estimateProportion } from './intervals';
import type { LabelledScore, SortedLabels } from './labels';
import { sortLabels } from './labels';
import type { ScopeScores } from './scope-scores';
import { countAtOrAbove } from './scope-scores';

/** Labelled documents by what the threshold does with them and what the expert said. */
export interface ConfusionCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Documents in scope that a threshold includes: exact, no estimate. `share` is null for an empty scope. */
export interface Workload {
  readonly documents: number;
  readonly share: number | null;
}

/** An expected number of documents in scope, with the interval of the share it was scaled from. */
export interface ExpectedCount {
  readonly value: number;
  readonly interval: Interval;
}

/** All that is known about one threshold. */
export interface ThresholdPoint {
  readonly threshold: number;
  readonly counts: ConfusionCounts;
  readonly precision: ProportionEstimate;
  readonly recall: ProportionEstimate;
  /** `successes` and `n` are those of the Jaccard share TP / (TP + FP + FN) that F1 is computed from. */
  readonly f1: ProportionEstimate;
  readonly workload: Workload;
  /** Null where no labelled document lies on that side of the threshold. */
  readonly relevantIncluded: ExpectedCount | null;
  readonly irrelevantIncluded: ExpectedCount | null;
  readonly relevantMissed: ExpectedCount | null;
}

/** Why a curve is empty or says less than it could; shown to people, never an exception. */
export type CurveNotice = 'NO_LABELS' | 'NO_RELEVANT_LABELS' | 'NO_IRRELEVANT_LABELS' | 'ALL_SCORES_EQUAL';

export interface ThresholdCurve {
  readonly relevantLabels: number;
  readonly irrelevantLabels: number;
  readonly documentsInScope: number;
  readonly confidence: number;
  readonly intervalMethod: IntervalMethod;
  readonly notices: readonly CurveNotice[];
  /** Ascending by threshold; empty without labels, one point when all scores are equal. */
  readonly points: readonly ThresholdPoint[];
}

export interface ThresholdOptions {
  /** Of every interval, two-sided and pointwise, in (0, 1). Default 0.95. */
  readonly confidence?: number;
  /** Default `wilson`: a curve has hundreds of points and Wilson's needs no iteration. */
  readonly intervalMethod?: IntervalMethod;
  /** Default 500. */
  readonly maximumPoints?: number;
}

/**
 * Precision, recall, F1, workload and expected counts over all candidate thresholds. O(n log n).
 *
 * @param labels  A simple random sample of the scope (validation labels only); any order, ties allowed.
 * @param scope   The ranking scores of all N documents in scope; N >= number of labels.
 * @throws CalibrationError SCORE_NOT_FINITE, COUNT_EXCEEDS_TOTAL, NOT_A_PROBABILITY
 */
export function thresholdCurve(
  labels: readonly LabelledScore[],
  scope: ScopeScores,
  options: ThresholdOptions = {},
): ThresholdCurve {
  const sorted = sortLabels(labels);
  requireScopeHolds(labels.length, scope);
  const { confidence, intervalMethod, maximumPoints } = withDefaults(options);
  const thresholds = labels.length === 0 ? [] : candidateThresholds(sorted, maximumPoints);
  return {
    relevantLabels: sorted.relevant.length,
    irrelevantLabels: sorted.irrelevant.length,
    documentsInScope: scope.total,
    confidence,
    intervalMethod,
    notices: curveNotices(sorted),
    points: thresholds.map((threshold) => pointAt(sorted, scope, threshold, confidence, intervalMethod)),
  };
}

/** The same figures at one threshold of the caller's choosing; arguments and errors as thresholdCurve. */
export function metricsAtThreshold(
  labels: readonly LabelledScore[],
  scope: ScopeScores,
  threshold: number,
  options: ThresholdOptions = {},
): ThresholdPoint {
  requireThreshold(threshold);
  requireScopeHolds(labels.length, scope);
  const { confidence, intervalMethod } = withDefaults(options);
  return pointAt(sortLabels(labels), scope, threshold, confidence, intervalMethod);
}

/**
 * The same figures at many thresholds, from labels that are sorted once: sorting 100,000 labels again for each of 201
 * points would take seconds.
 *
 * @param thresholds  Any order, none NaN; the points come in the same order.
 */
export function metricsAtThresholds(
  labels: SortedLabels,
  scope: ScopeScores,
  thresholds: readonly number[],
  options: ThresholdOptions = {},
): ThresholdPoint[] {
  for (const threshold of thresholds) requireThreshold(threshold);
  requireScopeHolds(labels.relevant.length + labels.irrelevant.length, scope);
  const { confidence, intervalMethod } = withDefaults(options);
  return thresholds.map((threshold) => pointAt(labels, scope, threshold, confidence, intervalMethod));
}

/** Refuses NaN; infinities include nothing or everything. */
export function requireThreshold(threshold: number): void {
  if (Number.isNaN(threshold)) throw new CalibrationError('OUT_OF_RANGE', 'a threshold must be a number');
}

function withDefaults({ confidence = 0.95, intervalMethod = 'wilson', maximumPoints = 500 }: ThresholdOptions) {
  requireOpenProbability('confidence', confidence);
  return { confidence, intervalMethod, maximumPoints };
}

/** Refuses more labels than documents they could come from. */
export function requireScopeHolds(labelCount: number, scope: ScopeScores): void {
  if (labelCount > scope.total) {
    throw new CalibrationError('COUNT_EXCEEDS_TOTAL', `${labelCount} labels cannot come from ${scope.total} documents`);
  }
}

/** What a curve of these labels cannot say, by name. */
export function curveNotices({ relevant, irrelevant }: SortedLabels): CurveNotice[] {
  const count = relevant.length + irrelevant.length;
  if (count === 0) return ['NO_LABELS'];
  const notices: CurveNotice[] = [];
  if (relevant.length === 0) notices.push('NO_RELEVANT_LABELS');
  if (irrelevant.length === 0) notices.push('NO_IRRELEVANT_LABELS');
  const lowest = Math.min(relevant.at(0) ?? Infinity, irrelevant.at(0) ?? Infinity);
  const highest = Math.max(relevant.at(-1) ?? -Infinity, irrelevant.at(-1) ?? -Infinity);
  if (lowest === highest) notices.push('ALL_SCORES_EQUAL');
  return notices;
}

function pointAt(
  labels: SortedLabels,
  scope: ScopeScores,
  threshold: number,
  confidence: number,
  method: IntervalMethod,
): ThresholdPoint {
  const truePositives = countAtOrAbove(labels.relevant, threshold);
  const falsePositives = countAtOrAbove(labels.irrelevant, threshold);
  const falseNegatives = labels.relevant.length - truePositives;
  const trueNegatives = labels.irrelevant.length - falsePositives;
  const included = scope.countAtOrAbove(threshold);
  const estimate = (successes: number, n: number) => estimateProportion(successes, n, confidence, method);
  const precision = estimate(truePositives, truePositives + falsePositives);
  return {
    threshold,
    counts: { truePositives, falsePositives, falseNegatives, trueNegatives },
    precision,
    recall: estimate(truePositives, labels.relevant.length),
    f1: f1FromJaccard(estimate(truePositives, truePositives + falsePositives + falseNegatives)),
    workload: { documents: included, share: scope.total === 0 ? null : included / scope.total },
    // Scaled within each side of the threshold, whose sizes are known exactly, rather than from the whole sample.
    relevantIncluded: expectedCount(included, precision),
    irrelevantIncluded: expectedCount(included, complement(precision)),
    relevantMissed: expectedCount(scope.total - included, estimate(falseNegatives, falseNegatives + trueNegatives)),
  };
}

/** The other side of a share: both intervals mirror exactly, and an inverse beta costs more than a subtraction. */
function complement({ value, successes, n, interval }: ProportionEstimate): ProportionEstimate {
  return {
    value: value === null ? null : (n - successes) / n,
    successes: n - successes,
    n,
    interval: interval === null ? null : { lower: 1 - interval.upper, upper: 1 - interval.lower },
  };
}

function expectedCount(documents: number, { value, interval }: ProportionEstimate): ExpectedCount | null {
  if (value === null || interval === null) return null;
  return {
    value: documents * value,
    interval: { lower: documents * interval.lower, upper: documents * interval.upper },
  };
}
