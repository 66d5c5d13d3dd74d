import { CalibrationError } from './calibration-error';
import { requireCount, requirePartOf } from './input-checks';
import { HIGHEST_RATING, LOWEST_RATING, requireRating } from './labels';

/**
 * Ranks at which strata of equal numbers begin: rank 1 is the lowest score, and stratum h (from 0) begins at rank
 * floor(N h / k) + 1. The score that stands there is the stratum's lower edge, so that ties are never split.
 *
 * @param populationSize  N >= 1.
 * @param strata          k, at least 1.
 * @returns               k - 1 ranks, ascending, equal ones where k > N.
 * @throws CalibrationError NOT_A_COUNT
 */
export function quantileRanks(populationSize: number, strata: number): number[] {
  requireCount('populationSize', populationSize, 1);
  requireCount('strata', strata, 1);
  return Array.from({ length: strata - 1 }, (_, h) => Math.floor((populationSize * (h + 1)) / strata) + 1);
}

/**
 * Lower edges of k ranges of one width from the lowest score to the highest, without the lowest range's own.
 *
 * @throws CalibrationError SCORE_NOT_FINITE, NOT_A_COUNT
 */
export function equalWidthEdges(lowest: number, highest: number, strata: number): number[] {
  requireCount('strata', strata, 1);
  const width = (highest - lowest) / strata;
  if (!Number.isFinite(width)) {
    throw new CalibrationError('SCORE_NOT_FINITE', `scores must be finite, got ${lowest} to ${highest}`);
  }
  return Array.from({ length: strata - 1 }, (_, h) => lowest + (h + 1) * width);
}

/** Edges that divide anything: ascending, each once, above the lowest score. */
export function dividingEdges(edges: readonly number[], lowest: number): number[] {
  return [...new Set(edges)].filter((edge) => edge > lowest).sort((left, right) => left - right);
}

/**
 * A first guess of a stratum's share of relevant documents, where nobody has rated any of it: 1 / (1 + exp(-2 (f - cut)))
 * of its mean score f. It is .5 at the cut, .88 one step above and .02 two steps below, never 0 or 1.
 *
 * A guess only says where to look harder: a wrong one costs precision and never validity.
 *
 * @param meanScore     Of the stratum, in [1, 5]; one outside is taken for the nearer end.
 * @param relevanceCut  The project's, in [1, 5].
 */
export function guessRelevantShare(meanScore: number, relevanceCut: number): number {
  requireRating('relevanceCut', relevanceCut);
  const score = Math.min(HIGHEST_RATING, Math.max(LOWEST_RATING, meanScore));
  return 1 / (1 + Math.exp(-2 * (score - relevanceCut)));
}

/** The same from ratings in the range: (x + 1) / (n + 2), so that none among few is not taken for none at all. */
export function ratedRelevantShare(relevant: number, rated: number): number {
  requirePartOf('relevant', relevant, 'rated', rated);
  return (relevant + 1) / (rated + 2);
}
