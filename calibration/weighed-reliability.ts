import { requireCount } from './input-checks';
import type { LabelDesign, ReportedShare } from './report-design';
import { shareOf } from './report-design';
import type { JudgedLabel } from './report-thresholds';

/** A label with its stated probability of relevance, in [0, 1]. */
export type ProbableLabel = JudgedLabel & { readonly probability: number };

/** One bin: what was promised to the documents in it, and what share of them is relevant. */
export interface WeighedReliabilityBin {
  readonly lower: number;
  readonly upper: number;
  /** Null for an empty bin. */
  readonly meanProbability: number | null;
  readonly observed: ReportedShare;
}

/** A reliability diagram of the documents that a sample stands for. */
export interface WeighedReliability {
  readonly bins: readonly WeighedReliabilityBin[];
  /** Sum over the bins of |promised - observed|, each by its share of the documents. */
  readonly expectedCalibrationError: number;
  /** Mean (p - y)^2 of the documents. */
  readonly brier: number;
  /** Labels, unweighed. */
  readonly n: number;
}

/**
 * The reliability diagram of a stratified sample: a label stands for N_h / n_h documents of its stratum, as everywhere
 * else (shareOf), so that a stratum rated more densely does not speak louder. Bins of equal width; a probability on an
 * inner edge belongs to the upper bin, 1 to the last.
 *
 * @param binCount  At least 1.
 * @returns         Null where the design cannot be weighed.
 * @see probability-metrics.ts for the simple random sample; Horvitz and Thompson, JASA 47 (1952)
 */
export function weighedReliability(design: LabelDesign<ProbableLabel>, binCount = 10): WeighedReliability | null {
  requireCount('binCount', binCount, 1);
  const { strata } = design;
  if (!strata || design.labels.length === 0) return null;
  const binOf = ({ probability }: ProbableLabel) => Math.min(binCount - 1, Math.floor(probability * binCount));
  const sums = Array.from({ length: binCount }, () => ({ documents: 0, relevant: 0, promised: 0 }));
  let squares = 0;
  for (const { populationSize, labels } of strata) {
    const weight = populationSize / labels.length;
    for (const label of labels) {
      const sum = sums[binOf(label)];
      if (!sum) continue;
      sum.documents += weight;
      sum.promised += weight * label.probability;
      if (label.isRelevant) sum.relevant += weight;
      squares += weight * (label.probability - (label.isRelevant ? 1 : 0)) ** 2;
    }
  }
  const documents = sums.reduce((total, sum) => total + sum.documents, 0);
  const gap = sums.reduce((total, { promised, relevant }) => total + Math.abs(promised - relevant), 0);
  const bins = sums.map((sum, bin) => ({
    lower: bin / binCount,
    upper: (bin + 1) / binCount,
    meanProbability: sum.documents === 0 ? null : sum.promised / sum.documents,
    observed: shareOf(design, (label) => (binOf(label) === bin ? (label.isRelevant ? 'PART' : 'REST') : null)),
  }));
  return { bins, expectedCalibrationError: gap / documents, brier: squares / documents, n: design.labels.length };
}
