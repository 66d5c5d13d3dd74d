import type { SortedLabels } from './labels';
import type { AucEstimate } from './ranking-metrics';
import { averagePrecisionOfSorted, rocAucOfSorted } from './ranking-metrics';
import type { RecallCertificate } from './recall-certificate';
import type { ScoreRange } from './reported-threshold';
import { reportedCertificate, reportedPoints, reportedThresholds } from './reported-threshold';
import type { ScopeScores } from './scope-scores';
import type { ThresholdPoint } from './threshold-curve';

/** A point of a curve through the unit square; both coordinates are shares. */
export interface CurvePoint {
  readonly threshold: number;
  readonly x: number;
  readonly y: number;
}

/** Everything a threshold page draws from one sample. */
export interface LabelCurves {
  /** Ascending by threshold, at most 201: precision, recall, F1, workload and expected counts, exact intervals. */
  readonly points: readonly ThresholdPoint[];
  /** x = share of irrelevant labels included, y = recall; empty without one of the classes. */
  readonly roc: readonly CurvePoint[];
  /** x = recall, y = precision; points without an included label are left out. */
  readonly precisionRecall: readonly CurvePoint[];
  /** x = share of the scope that is read, y = recall; empty without relevant labels. */
  readonly gain: readonly CurvePoint[];
  readonly rocAuc: AucEstimate;
  readonly averagePrecision: number | null;
  readonly certificate: RecallCertificate;
}

/**
 * All curves and the certificate of one sample in one pass over labels that are sorted once. O(n) after sorting.
 *
 * @param labels      A simple random sample of the scope.
 * @param scope       The ranking scores of all documents in scope.
 * @param range       Their ends; null for an empty scope.
 * @param recall      Target of the certificate, in (0, 1).
 * @param confidence  Of the certificate, in (0, 1).
 * @throws CalibrationError COUNT_EXCEEDS_TOTAL, NOT_A_PROBABILITY
 */
export function labelCurves(
  labels: SortedLabels,
  scope: ScopeScores,
  range: ScoreRange | null,
  recall = 0.95,
  confidence = 0.95,
): LabelCurves {
  const points = reportedPoints(labels, scope, reportedThresholds(labels, range));
  return {
    points,
    roc: points.flatMap(({ threshold, counts, recall: y }) =>
      pointOf(threshold, shareOf(counts.falsePositives, labels.irrelevant.length), y.value),
    ),
    precisionRecall: points.flatMap(({ threshold, recall: x, precision }) =>
      pointOf(threshold, x.value, precision.value),
    ),
    gain: points.flatMap(({ threshold, workload, recall: y }) => pointOf(threshold, workload.share, y.value)),
    rocAuc: rocAucOfSorted(labels),
    averagePrecision: averagePrecisionOfSorted(labels),
    certificate: reportedCertificate(labels, recall, confidence),
  };
}

function pointOf(threshold: number, x: number | null, y: number | null): CurvePoint[] {
  return x === null || y === null ? [] : [{ threshold, x, y }];
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
