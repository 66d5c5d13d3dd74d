import { requireAtLeast, requireFiniteScores, requireSameLength } from './input-checks';

/** How far predictions lie from ratings. */
export interface RegressionMetrics {
  readonly n: number;
  readonly mse: number;
  readonly mae: number;
  /** Mean of prediction - rating: above 0 when the model is too generous. */
  readonly bias: number;
  /** 1 - SS_res / SS_tot; null when all ratings are equal, below 0 when the mean of the ratings does better. */
  readonly r2: number | null;
}

/**
 * R2, MSE, MAE and bias; put an interval on each with bootstrapInterval.
 *
 * @param ratings      Truth, finite, at least one.
 * @param predictions  Parallel to `ratings`, finite.
 * @throws CalibrationError LENGTHS_DIFFER, TOO_FEW_VALUES, SCORE_NOT_FINITE
 */
export function regressionMetrics(ratings: readonly number[], predictions: readonly number[]): RegressionMetrics {
  requireSameLength(ratings, predictions);
  requireAtLeast('regression metrics', ratings.length, 1);
  requireFiniteScores(ratings);
  requireFiniteScores(predictions);
  const n = ratings.length;
  const mean = ratings.reduce((sum, rating) => sum + rating, 0) / n;
  let squared = 0;
  let absolute = 0;
  let signed = 0;
  let total = 0;
  for (const [i, rating] of ratings.entries()) {
    const error = (predictions[i] ?? 0) - rating;
    squared += error * error;
    absolute += Math.abs(error);
    signed += error;
    total += (rating - mean) ** 2;
  }
  const r2 = total === 0 ? null : 1 - squared / total;
  return { n, mse: squared / n, mae: absolute / n, bias: signed / n, r2 };
}
