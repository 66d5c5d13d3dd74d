import { CalibrationError } from './calibration-error';
import { requireAtLeast, requireFiniteScores } from './input-checks';

/** ICC(2,1) with its mean squares; `value` is null when nothing varies. */
export interface IntraclassCorrelation {
  readonly value: number | null;
  readonly targets: number;
  readonly raters: number;
  readonly betweenTargets: number;
  readonly betweenRaters: number;
  readonly residual: number;
}

/**
 * ICC(2,1), two-way random effects, absolute agreement, one rater:
 * (BMS - EMS) / (BMS + (k - 1) EMS + k (JMS - EMS) / n).
 *
 * @param ratings  One row a document, one column a rater, complete; at least two of each.
 * @throws CalibrationError RATINGS_INCOMPLETE, TOO_FEW_VALUES, SCORE_NOT_FINITE
 * @see Shrout and Fleiss, Psychological Bulletin 86 (1979)
 */
export function intraclassCorrelation(ratings: readonly (readonly number[])[]): IntraclassCorrelation {
  const n = ratings.length;
  const k = ratings[0]?.length ?? 0;
  requireAtLeast('ICC: documents', n, 2);
  requireAtLeast('ICC: raters', k, 2);
  for (const row of ratings) {
    if (row.length !== k)
      throw new CalibrationError('RATINGS_INCOMPLETE', 'ICC needs a rating of every rater everywhere');
    requireFiniteScores(row);
  }
  const rowMeans = ratings.map(mean);
  const columnMeans = Array.from({ length: k }, (_, j) => mean(ratings.map((row) => row[j] ?? 0)));
  const grand = mean(rowMeans);
  const residuals = ratings.flatMap((row, i) =>
    row.map((rating, j) => rating - (rowMeans[i] ?? 0) - (columnMeans[j] ?? 0) + grand),
  );
  const betweenTargets = (k * squares(rowMeans.map((each) => each - grand))) / (n - 1);
  const betweenRaters = (n * squares(columnMeans.map((each) => each - grand))) / (k - 1);
  const residual = squares(residuals) / ((n - 1) * (k - 1));
  const denominator = betweenTargets + (k - 1) * residual + (k * (betweenRaters - residual)) / n;
  const value = denominator === 0 ? null : (betweenTargets - residual) / denominator;
  return { value, targets: n, raters: k, betweenTargets, betweenRaters, residual };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
