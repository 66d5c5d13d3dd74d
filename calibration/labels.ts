import { CalibrationError } from './calibration-error';
import { requireFiniteScore } from './input-checks';

/** The scale of experts and model alike. */
export const LOWEST_RATING = 1;
export const HIGHEST_RATING = 5;

/** A document of the validation sample: its ranking score and the expert's 1 to 5. */
export interface RatedScore {
  readonly score: number;
  readonly rating: number;
}

/** A document of the validation sample, judged relevant or not. */
export interface LabelledScore {
  readonly score: number;
  readonly isRelevant: boolean;
}

/** Labels in the shape that counting needs: ascending scores of each class. */
export interface SortedLabels {
  readonly relevant: Float64Array;
  readonly irrelevant: Float64Array;
}

/**
 * Ratings to labels: relevant = rating >= relevanceCut.
 *
 * @param relevanceCut  The project's cut, in [1, 5].
 * @throws CalibrationError RATING_OUT_OF_RANGE, SCORE_NOT_FINITE
 */
export function labelRatings(ratings: readonly RatedScore[], relevanceCut: number): LabelledScore[] {
  requireRating('relevanceCut', relevanceCut);
  return ratings.map(({ score, rating }, index) => {
    requireFiniteScore(score, index);
    requireRating('rating', rating, index);
    return { score, isRelevant: rating >= relevanceCut };
  });
}

/** Refuses a rating that is not a number from 1 to 5; `index` is its place in a list, if it stands in one. */
export function requireRating(name: string, rating: number, index?: number): void {
  if (!(rating >= LOWEST_RATING && rating <= HIGHEST_RATING)) {
    const place = index === undefined ? '' : ` ${index}`;
    throw new CalibrationError('RATING_OUT_OF_RANGE', `${name}${place} must lie from 1 to 5, got ${rating}`);
  }
}

/** Splits labels by class and sorts each by score; refuses a score that is not finite. O(n log n). */
export function sortLabels(labels: readonly LabelledScore[]): SortedLabels {
  let relevantCount = 0;
  for (const [index, { score, isRelevant }] of labels.entries()) {
    requireFiniteScore(score, index);
    if (isRelevant) relevantCount++;
  }
  const relevant = new Float64Array(relevantCount);
  const irrelevant = new Float64Array(labels.length - relevantCount);
  let r = 0;
  let i = 0;
  for (const { score, isRelevant } of labels) {
    if (isRelevant) relevant[r++] = score;
    else irrelevant[i++] = score;
  }
  return { relevant: relevant.sort(), irrelevant: irrelevant.sort() };
}
