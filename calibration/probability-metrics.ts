import { requireAtLeast, requireCount, requireShare } from './input-checks';
import type { ProportionEstimate } from './intervals';
import { estimateProportion } from './intervals';

/** A document's stated probability of relevance and what the expert said. */
export interface LabelledProbability {
  readonly probability: number;
  readonly isRelevant: boolean;
}

/** One bin of a reliability diagram: what was promised and what came true. */
export interface ReliabilityBin {
  readonly lower: number;
  readonly upper: number;
  /** Null for an empty bin. */
  readonly meanProbability: number | null;
  readonly observed: ProportionEstimate;
}

/** The diagram and the mean gap between promise and truth, weighed by bin size. */
export interface ReliabilityDiagram {
  readonly bins: readonly ReliabilityBin[];
  readonly expectedCalibrationError: number;
  readonly n: number;
}

/**
 * Brier score: mean (p - y)^2; 0 is perfect, 0.25 is what a coin's 0.5 gets.
 *
 * @throws CalibrationError TOO_FEW_VALUES, NOT_A_PROBABILITY
 * @see Brier, Monthly Weather Review 78 (1950)
 */
export function brierScore(labels: readonly LabelledProbability[]): number {
  requireProbabilities(labels);
  const squared = labels.reduce(
    (sum, { probability, isRelevant }) => sum + (probability - (isRelevant ? 1 : 0)) ** 2,
    0,
  );
  return squared / labels.length;
}

/**
 * Observed share of relevant documents in bins of equal width, each with n and a Wilson interval.
 *
 * @param binCount  At least 1, default 10; a probability on an inner edge belongs to the upper bin, 1 to the last.
 * @see DeGroot and Fienberg, The Statistician 32 (1983)
 */
export function reliabilityDiagram(
  labels: readonly LabelledProbability[],
  binCount = 10,
  confidence = 0.95,
): ReliabilityDiagram {
  requireProbabilities(labels);
  requireCount('binCount', binCount, 1);
  const sums = Array.from({ length: binCount }, () => ({ count: 0, relevant: 0, probability: 0 }));
  for (const { probability, isRelevant } of labels) {
    const sum = sums[Math.min(binCount - 1, Math.floor(probability * binCount))];
    if (!sum) continue;
    sum.count++;
    sum.probability += probability;
    if (isRelevant) sum.relevant++;
  }
  const gap = sums.reduce((total, { probability, relevant }) => total + Math.abs(probability - relevant), 0);
  const bins = sums.map(({ count, relevant, probability }, bin) => ({
    lower: bin / binCount,
    upper: (bin + 1) / binCount,
    meanProbability: count === 0 ? null : probability / count,
    observed: estimateProportion(relevant, count, confidence, 'wilson'),
  }));
  return { bins, expectedCalibrationError: gap / labels.length, n: labels.length };
}

function requireProbabilities(labels: readonly LabelledProbability[]): void {
  requireAtLeast('a probability metric', labels.length, 1);
  for (const { probability } of labels) requireShare('probability', probability);
}
