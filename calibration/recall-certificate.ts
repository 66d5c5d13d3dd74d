import { requireCount, requireFiniteScores, requireOpenProbability } from './input-checks';
import { binomialCdf } from './special-functions';

/** What a certificate promises: with probability at least 1 - delta, recall is at least `recall`. */
export interface RecallTarget {
  /** rho, in (0, 1). */
  readonly recall: number;
  /** Chance that the certificate is wrong, over the drawing of the sample; in (0, 1). */
  readonly delta: number;
}

/** A threshold that is certified, or the number of labels that are still missing. */
export type RecallCertificate =
  | (RecallTarget & {
      readonly status: 'CERTIFIED';
      /** Include score >= threshold. */
      readonly threshold: number;
      readonly positives: number;
      readonly allowedMisses: number;
      /** Exact bound on the chance of error, <= delta: BinomCDF(allowedMisses; positives, 1 - recall). */
      readonly errorBound: number;
    })
  | (RecallTarget & {
      readonly status: 'REFUSED';
      readonly reason: 'TOO_FEW_POSITIVES';
      readonly positives: number;
      readonly positivesNeeded: number;
      readonly positivesMissing: number;
    });

/**
 * The highest threshold whose recall is certified: the (m + 1)-th smallest score among the relevant documents of a
 * simple random sample, m = allowedMisses. Ties at the threshold are included and only raise recall.
 *
 * Valid for one certificate from one sample whose size did not depend on the certificate; a threshold drawn from
 * overrides or from any sample that is not random certifies nothing.
 *
 * @param positiveScores  Scores of the relevant documents of the sample, in any order; may be empty.
 * @throws CalibrationError SCORE_NOT_FINITE, NOT_A_PROBABILITY
 * @see Wilks, Annals of Mathematical Statistics 12 (1941), on distribution-free tolerance limits
 */
export function certifiedThreshold(positiveScores: ArrayLike<number>, target: RecallTarget): RecallCertificate {
  requireFiniteScores(positiveScores);
  const { recall, delta } = target;
  const positives = positiveScores.length;
  const misses = allowedMisses(positives, recall, delta);
  const threshold = misses === null ? undefined : Float64Array.from(positiveScores).sort()[misses];
  if (misses === null || threshold === undefined) {
    const needed = positivesNeeded(recall, delta);
    return {
      status: 'REFUSED',
      reason: 'TOO_FEW_POSITIVES',
      recall,
      delta,
      positives,
      positivesNeeded: needed,
      positivesMissing: needed - positives,
    };
  }
  const errorBound = binomialCdf(misses, positives, 1 - recall);
  return { status: 'CERTIFIED', recall, delta, threshold, positives, allowedMisses: misses, errorBound };
}

/**
 * The chance of error that a confidence leaves, to six decimals: 1 - 0.95 is 0.050000000000000044, and a certificate
 * must not hang on that.
 *
 * @param confidence  In (0, 1).
 */
export function deltaOf(confidence: number): number {
  requireOpenProbability('confidence', confidence);
  return Math.round((1 - confidence) * 1e6) / 1e6;
}

/**
 * Largest number of missed positives that still certifies the recall: max{m : BinomCDF(m; n, 1 - rho) <= delta}, or
 * null when the sample is too small even for none.
 *
 * @param positives  Relevant documents in a simple random sample, >= 0.
 * @param recall     Target, in (0, 1).
 * @param delta      Probability that the certificate is wrong, in (0, 1).
 * @throws CalibrationError NOT_A_COUNT, NOT_A_PROBABILITY
 */
export function allowedMisses(positives: number, recall: number, delta: number): number | null {
  requireCount('positives', positives);
  requireTarget(recall, delta);
  const certifies = (misses: number) => binomialCdf(misses, positives, 1 - recall) <= delta;
  if (positives === 0 || !certifies(0)) return null;
  let certified = 0;
  let refused = positives;
  while (refused - certified > 1) {
    const middle = Math.floor((certified + refused) / 2);
    if (certifies(middle)) certified = middle;
    else refused = middle;
  }
  return certified;
}

/**
 * Smallest number of positives with which `misses` may be missed: min{n : BinomCDF(misses; n, 1 - rho) <= delta}.
 *
 * @param misses  Positives that the threshold may lose, >= 0; more of them cost labels and save reading.
 */
export function positivesNeeded(recall: number, delta: number, misses = 0): number {
  requireTarget(recall, delta);
  requireCount('misses', misses);
  const certifies = (positives: number) => binomialCdf(misses, positives, 1 - recall) <= delta;
  let refused = misses;
  let certified = misses + 1;
  while (!certifies(certified)) {
    refused = certified;
    certified *= 2;
  }
  while (certified - refused > 1) {
    const middle = Math.floor((certified + refused) / 2);
    if (certifies(middle)) certified = middle;
    else refused = middle;
  }
  return certified;
}

function requireTarget(recall: number, delta: number): void {
  requireOpenProbability('recall', recall);
  requireOpenProbability('delta', delta);
}
