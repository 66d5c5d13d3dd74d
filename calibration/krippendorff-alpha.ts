import { requireFiniteScores } from './input-checks';

/** Alpha with what it came from; `value` is null where it is undefined. */
export interface AlphaEstimate {
  readonly value: number | null;
  readonly observedDisagreement: number;
  readonly expectedDisagreement: number;
  /** Documents with two ratings or more, and the ratings on them; others cannot be compared and do not count. */
  readonly documents: number;
  readonly ratings: number;
}

/**
 * Krippendorff's alpha for interval data, any number of raters, missing ratings allowed: 1 - D_o / D_e with squared
 * differences. Null when fewer than two ratings can be compared or all of them are equal.
 *
 * @param ratingsByDocument  For each document the ratings it got, by whomever, in any order.
 * @throws CalibrationError SCORE_NOT_FINITE
 * @see Krippendorff, Content Analysis (2004), chapter 11
 */
export function krippendorffAlpha(ratingsByDocument: readonly (readonly number[])[]): AlphaEstimate {
  const units = ratingsByDocument.filter((ratings) => ratings.length >= 2);
  for (const unit of units) requireFiniteScores(unit);
  const all = units.flat();
  const centre = all.length === 0 ? 0 : all.reduce((sum, rating) => sum + rating, 0) / all.length;
  const within = units.map((unit) => squaredDifferences(unit, centre) / (unit.length - 1));
  const observed = all.length === 0 ? 0 : within.reduce((sum, each) => sum + each, 0) / all.length;
  const expected = all.length < 2 ? 0 : squaredDifferences(all, centre) / (all.length * (all.length - 1));
  return {
    value: expected === 0 ? null : 1 - observed / expected,
    observedDisagreement: observed,
    expectedDisagreement: expected,
    documents: units.length,
    ratings: all.length,
  };
}

/** Sum of (v_i - v_j)^2 over ordered pairs, in one pass: 2 (m sum v^2 - (sum v)^2), centred so that nothing cancels. */
function squaredDifferences(values: readonly number[], centre: number): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value - centre;
    squares += (value - centre) ** 2;
  }
  return Math.max(0, 2 * (values.length * squares - sum * sum));
}
