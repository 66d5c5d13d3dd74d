import { CalibrationError } from './calibration-error';
import { ceilOfShare, floorOfShare, toMillionths } from './exact-fraction';
import { requireCount, requireFiniteScores, requireOpenProbability } from './input-checks';

/** Half the width of a prediction interval around a recalibrated score. */
export type PredictionMargin =
  | { readonly status: 'FINITE'; readonly margin: number; readonly n: number }
  | { readonly status: 'INFINITE'; readonly reason: 'TOO_FEW_LABELS'; readonly n: number; readonly needed: number };

/**
 * Split conformal: the ceil((n + 1) coverage)-th smallest |residual| of labels that did not train the recalibration.
 * A new document of the same population then lies within the margin with at least this probability, on average.
 *
 * @param absoluteResiduals  |rating - prediction|, finite, any order.
 * @param coverage           1 - alpha, in (0, 1), at most six decimals.
 * @throws CalibrationError SCORE_NOT_FINITE, NOT_A_PROBABILITY, OUT_OF_RANGE
 * @see Lei et al., JASA 113 (2018)
 */
export function splitConformalMargin(absoluteResiduals: readonly number[], coverage: number): PredictionMargin {
  requireFiniteScores(absoluteResiduals);
  requireOpenProbability('coverage', coverage);
  const n = absoluteResiduals.length;
  const rank = ceilOfShare(n + 1, coverage);
  const margin = Float64Array.from(absoluteResiduals, Math.abs).sort()[rank - 1];
  if (margin !== undefined) return { status: 'FINITE', margin, n };
  return {
    status: 'INFINITE',
    reason: 'TOO_FEW_LABELS',
    n,
    needed: smallestSample(1_000_000 - toMillionths(coverage)),
  };
}

/** A threshold under which the expected share of missed positives is at most alpha. Not a certificate. */
export type RiskControlledThreshold =
  | {
      readonly status: 'CONTROLLED';
      readonly threshold: number;
      readonly misses: number;
      readonly positives: number;
      /** Bounds the mean over samples, not the chance of one bad sample: label it so wherever it shows. */
      readonly bounds: 'EXPECTATION_ONLY';
    }
  | {
      readonly status: 'REFUSED';
      readonly reason: 'TOO_FEW_POSITIVES';
      readonly positives: number;
      readonly needed: number;
    };

/**
 * Conformal risk control of the miss rate: the largest threshold with (misses + 1) / (n + 1) <= alpha, decided in whole
 * numbers; include score >= threshold.
 *
 * @param positiveScores  Scores of the relevant documents of a random sample.
 * @param alpha           Bound of the expected miss rate, in (0, 1), at most six decimals.
 * @see Angelopoulos et al., Conformal Risk Control, arXiv 2208.02814 (2022)
 */
export function riskControlledThreshold(positiveScores: readonly number[], alpha: number): RiskControlledThreshold {
  requireFiniteScores(positiveScores);
  requireOpenProbability('alpha', alpha);
  const positives = positiveScores.length;
  const misses = floorOfShare(positives + 1, alpha) - 1;
  const sorted = Float64Array.from(positiveScores).sort();
  const threshold = misses < 0 ? undefined : sorted[Math.min(misses, positives - 1)];
  if (threshold === undefined) {
    return { status: 'REFUSED', reason: 'TOO_FEW_POSITIVES', positives, needed: smallestRiskSample(alpha) };
  }
  return { status: 'CONTROLLED', threshold, misses, positives, bounds: 'EXPECTATION_ONLY' };
}

/**
 * The general rule for a loss that never rises along `candidates`: the first whose n/(n+1) R + B/(n+1) <= alpha, that is
 * total loss + B <= alpha (n + 1), or null. Whole losses and bounds are compared exactly.
 *
 * @param totalLosses  Sum of the n losses at each candidate, never rising.
 * @param n            Items of calibration, >= 1.
 * @param largestLoss  B, the largest loss one item can have, > 0.
 * @returns            Index of the candidate.
 */
export function controlRisk(
  totalLosses: readonly number[],
  n: number,
  largestLoss: number,
  alpha: number,
): number | null {
  requireFiniteScores(totalLosses);
  requireCount('n', n, 1);
  if (!(largestLoss > 0)) throw new CalibrationError('OUT_OF_RANGE', `largestLoss must be above 0, got ${largestLoss}`);
  const allowed = toMillionths(alpha) * (n + 1);
  const index = totalLosses.findIndex((loss) => (loss + largestLoss) * 1_000_000 <= allowed);
  return index === -1 ? null : index;
}

/** Positives from which riskControlledThreshold answers at all: ceil(1 / alpha) - 1. */
export function smallestRiskSample(alpha: number): number {
  requireOpenProbability('alpha', alpha);
  return smallestSample(toMillionths(alpha));
}

function smallestSample(alphaMillionths: number): number {
  return Math.ceil(1_000_000 / alphaMillionths) - 1;
}
