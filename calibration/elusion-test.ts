import { requireCount, requirePartOf } from './input-checks';
import type { Interval, ProportionEstimate } from './intervals';
import { estimateProportion } from './intervals';

/** What a random sample of the excluded documents says about what was left behind. */
export interface ElusionResult {
  /** Share of relevant documents among the excluded, with its Clopper-Pearson interval. */
  readonly elusion: ProportionEstimate;
  /** found / (found + excluded x elusion); null when nothing relevant was found on either side. */
  readonly recall: number | null;
  /** From the ends of the elusion interval; [0, 1] when nothing was sampled. */
  readonly recallInterval: Interval;
}

/**
 * Elusion test: a simple random sample of the excluded documents bounds what they hide.
 *
 * @param relevantInSample  Relevant documents in the sample, in [0, sampleSize].
 * @param sampleSize        In [0, excluded].
 * @param excluded          Documents below the threshold or never screened.
 * @param found             Relevant documents found among the included, all of them known (no estimate).
 * @throws CalibrationError NOT_A_COUNT, COUNT_EXCEEDS_TOTAL, NOT_A_PROBABILITY
 * @see Roitblat, Search and information retrieval science, Sedona Conference Journal 8 (2007)
 */
export function elusionTest(
  relevantInSample: number,
  sampleSize: number,
  excluded: number,
  found: number,
  confidence = 0.95,
): ElusionResult {
  requirePartOf('relevantInSample', relevantInSample, 'sampleSize', sampleSize);
  requirePartOf('sampleSize', sampleSize, 'excluded', excluded);
  requireCount('found', found);
  const elusion = estimateProportion(relevantInSample, sampleSize, confidence, 'clopper-pearson');
  const recallAt = (share: number) => found / (found + excluded * share);
  const { value, interval } = elusion;
  if (excluded === 0) return { elusion, recall: found > 0 ? 1 : null, recallInterval: { lower: 1, upper: 1 } };
  if (value === null || interval === null) return { elusion, recall: null, recallInterval: { lower: 0, upper: 1 } };
  const isEmpty = found === 0 && value === 0;
  return {
    elusion,
    recall: isEmpty ? null : recallAt(value),
    recallInterval: { lower: recallAt(interval.upper), upper: interval.lower === 0 ? 1 : recallAt(interval.lower) },
  };
}
