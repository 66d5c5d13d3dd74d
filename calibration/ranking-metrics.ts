import { requireFiniteScores, requireOpenProbability, requireSameLength } from './input-checks';
import type { Interval } from './intervals';
import { clopperPearson } from './intervals';
import type { LabelledScore, SortedLabels } from './labels';
import { sortLabels } from './labels';
import { normalQuantile } from './special-functions';

/** Chance that a relevant document outranks an irrelevant one; null without one of the classes. */
export interface AucEstimate {
  readonly value: number | null;
  readonly standardError: number | null;
  readonly interval: Interval | null;
  readonly relevant: number;
  readonly irrelevant: number;
}

/**
 * Area under the ROC curve, ties counted half, with DeLong's standard error and an interval on the logit scale.
 * An area of exactly 0 or 1 shows no variance; its interval is Clopper-Pearson's on the smaller class, which is wide.
 *
 * @throws CalibrationError SCORE_NOT_FINITE, NOT_A_PROBABILITY
 * @see DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988)
 */
export function rocAuc(labels: readonly LabelledScore[], confidence = 0.95): AucEstimate {
  return rocAucOfSorted(sortLabels(labels), confidence);
}

/** The same from labels that are sorted already. O(n). */
export function rocAucOfSorted({ relevant, irrelevant }: SortedLabels, confidence = 0.95): AucEstimate {
  requireOpenProbability('confidence', confidence);
  const counts = { relevant: relevant.length, irrelevant: irrelevant.length };
  if (relevant.length === 0 || irrelevant.length === 0) {
    return { value: null, standardError: null, interval: null, ...counts };
  }
  const placements = sharesBelow(relevant, irrelevant);
  const value = mean(placements);
  const others = sharesBelow(irrelevant, relevant).map((share) => 1 - share);
  const variance = varianceOfMean(placements) + varianceOfMean(others);
  const standardError = Number.isFinite(variance) ? Math.sqrt(variance) : null;
  return { value, standardError, interval: aucInterval(value, standardError, counts, confidence), ...counts };
}

/**
 * Average precision, sum (R_k - R_{k-1}) P_k over distinct thresholds (ties enter together); null without relevant
 * labels. Put an interval on it with bootstrapInterval.
 */
export function averagePrecision(labels: readonly LabelledScore[]): number | null {
  return averagePrecisionOfSorted(sortLabels(labels));
}

/** The same from labels that are sorted already: both classes are walked down together. O(n). */
export function averagePrecisionOfSorted({ relevant, irrelevant }: SortedLabels): number | null {
  if (relevant.length === 0) return null;
  let r = relevant.length;
  let i = irrelevant.length;
  let sum = 0;
  while (r > 0) {
    const score = relevant[r - 1];
    const before = r;
    while (r > 0 && relevant[r - 1] === score) r--;
    while (i > 0 && (irrelevant[i - 1] ?? 0) >= (score ?? 0)) i--;
    const found = relevant.length - r;
    sum += ((before - r) / relevant.length) * (found / (found + irrelevant.length - i));
  }
  return sum;
}

/**
 * Normalised discounted cumulative gain with linear gains and log2 discounts; a group of equal scores shares the mean of
 * its discounts. Null when all gains are 0.
 *
 * @param gains   Ratings or other gains, >= 0.
 * @param scores  Parallel to `gains`.
 * @param depth   Ranks that count; all by default.
 * @see Jarvelin and Kekalainen, TOIS 20 (2002); McSherry and Najork, ECIR 2008, on ties
 */
export function ndcg(gains: readonly number[], scores: readonly number[], depth = gains.length): number | null {
  requireSameLength(gains, scores);
  requireFiniteScores(gains);
  requireFiniteScores(scores);
  const discount = (rank: number) => (rank < depth ? 1 / Math.log2(rank + 2) : 0);
  const ideal = gains
    .toSorted((left, right) => right - left)
    .reduce((sum, gain, rank) => sum + gain * discount(rank), 0);
  if (ideal === 0) return null;
  const order = scores.map((_, i) => i).sort((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0));
  let gained = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    let groupGain = 0;
    let groupDiscount = 0;
    for (; end < order.length && scores[order[end] ?? 0] === scores[order[start] ?? 0]; end++) {
      groupGain += gains[order[end] ?? 0] ?? 0;
      groupDiscount += discount(end);
    }
    gained += (groupGain * groupDiscount) / (end - start);
  }
  return gained / ideal;
}

/** For each of `of` the share of `among` below it, equals counted half; both ascend. O(n + m). */
function sharesBelow(of: Float64Array, among: Float64Array): Float64Array {
  let below = 0;
  let through = 0;
  return of.map((score) => {
    while (below < among.length && (among[below] ?? 0) < score) below++;
    through = Math.max(through, below);
    while (through < among.length && among[through] === score) through++;
    return (below + through) / (2 * among.length);
  });
}

function aucInterval(
  value: number,
  standardError: number | null,
  counts: { relevant: number; irrelevant: number },
  confidence: number,
): Interval {
  if (value === 0 || value === 1) {
    const smaller = Math.min(counts.relevant, counts.irrelevant);
    return clopperPearson(value * smaller, smaller, confidence);
  }
  if (standardError === null || standardError === 0) return { lower: 0, upper: 1 };
  const logit = Math.log(value / (1 - value));
  const margin = (normalQuantile((1 + confidence) / 2) * standardError) / (value * (1 - value));
  return { lower: 1 / (1 + Math.exp(margin - logit)), upper: 1 / (1 + Math.exp(-margin - logit)) };
}

function varianceOfMean(values: Float64Array): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
