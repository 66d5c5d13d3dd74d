import { chooseMap } from './choose-recalibration';
import type { PredictionMargin } from './conformal';
import { splitConformalMargin } from './conformal';
import { assignFolds } from './cross-validation-folds';
import type { RatedScore } from './labels';
import type { RecalibrationMap } from './recalibration';
import { recalibrate } from './recalibration';

/** A recalibration from one half of the labels and the margin that the other half gives it. */
export interface PredictionInterval {
  readonly map: RecalibrationMap;
  readonly coverage: number;
  readonly margin: PredictionMargin;
}

/**
 * Interval around a recalibrated score that holds an expert's rating with at least `coverage`, on average: a seeded half
 * of the labels chooses and fits the recalibration, the other half measures it, and neither sees the other.
 *
 * @param labels    Raw scores and ratings of a simple random sample; may be empty.
 * @param seed      Of the halves and the folds.
 * @param coverage  In (0, 1), at most six decimals.
 * @throws CalibrationError SCORE_NOT_FINITE, RATING_OUT_OF_RANGE, SEED_EMPTY, NOT_A_PROBABILITY
 */
export function predictionInterval(labels: readonly RatedScore[], seed: string, coverage = 0.9): PredictionInterval {
  const halves = assignFolds(`${seed}/halves`, labels.length, 2);
  const map = chooseMap(
    labels.filter((_, index) => halves[index] === 0),
    seed,
  );
  const residuals = labels
    .filter((_, index) => halves[index] === 1)
    .map(({ score, rating }) => Math.abs(rating - recalibrate(map, score)));
  return { map, coverage, margin: splitConformalMargin(residuals, coverage) };
}
