import { CalibrationError } from './calibration-error';
import { requireAtLeast, requireFiniteScore } from './input-checks';
import type { IsotonicKnots } from './isotonic-regression';
import { fitIsotonic, interpolateKnots } from './isotonic-regression';
import type { RatedScore } from './labels';
import { HIGHEST_RATING, LOWEST_RATING, requireRating } from './labels';

/** A map from raw score to the project's experts' scale; plain data, so that a calibration can store it as JSON. */
export type RecalibrationMap =
  | { readonly kind: 'IDENTITY' }
  | { readonly kind: 'OFFSET'; readonly offset: number }
  | { readonly kind: 'LINEAR'; readonly slope: number; readonly intercept: number }
  | { readonly kind: 'ISOTONIC'; readonly knots: IsotonicKnots };

export type RecalibrationKind = RecalibrationMap['kind'];

/** Labels from which a kind may be fitted at all: fewer, and it would follow the noise. */
export const MINIMUM_LABELS: Readonly<Record<RecalibrationKind, number>> = {
  IDENTITY: 0,
  OFFSET: 10,
  LINEAR: 10,
  ISOTONIC: 50,
};

/**
 * The recalibrated score, clipped to [1, 5]; identity leaves the raw score as it is.
 * Isotonic makes ties: rank by (recalibrated, raw, id).
 */
export function recalibrate(map: RecalibrationMap, rawScore: number): number {
  requireFiniteScore(rawScore, 0);
  switch (map.kind) {
    case 'IDENTITY':
      return rawScore;
    case 'OFFSET':
      return clip(rawScore + map.offset);
    case 'LINEAR':
      return clip(map.slope * rawScore + map.intercept);
    case 'ISOTONIC':
      return clip(interpolateKnots(map.knots, rawScore));
  }
}

/**
 * Fits one kind of map by least squares (offset: mean of y - f; linear: ordinary regression; isotonic: pool adjacent
 * violators). Does not ask for MINIMUM_LABELS, which is chooseRecalibration's to keep.
 *
 * @param labels  Raw score and rating, at least 1 (linear: 2 different scores).
 * @throws CalibrationError TOO_FEW_VALUES, SCORE_NOT_FINITE, RATING_OUT_OF_RANGE, SLOPE_NOT_POSITIVE (a linear map that
 *         would turn the ranking round, or has no slope because all scores are equal)
 */
export function fitRecalibration(kind: RecalibrationKind, labels: readonly RatedScore[]): RecalibrationMap {
  requireRatedScores(labels);
  if (kind === 'IDENTITY') return { kind };
  requireAtLeast('a recalibration', labels.length, 1);
  if (kind === 'OFFSET') return { kind, offset: mean(labels.map(({ score, rating }) => rating - score)) };
  if (kind === 'LINEAR') return fitLinear(labels);
  return {
    kind,
    knots: fitIsotonic(
      labels.map(({ score }) => score),
      labels.map(({ rating }) => rating),
    ),
  };
}

/** Refuses labels whose score is not finite or whose rating is outside 1 to 5. */
export function requireRatedScores(labels: readonly RatedScore[]): void {
  for (const [index, { score, rating }] of labels.entries()) {
    requireFiniteScore(score, index);
    requireRating('rating', rating, index);
  }
}

function fitLinear(labels: readonly RatedScore[]): RecalibrationMap {
  const centreX = mean(labels.map(({ score }) => score));
  const centreY = mean(labels.map(({ rating }) => rating));
  let crossed = 0;
  let squared = 0;
  for (const { score, rating } of labels) {
    crossed += (score - centreX) * (rating - centreY);
    squared += (score - centreX) ** 2;
  }
  const slope = crossed / squared;
  if (!(slope > 0)) {
    throw new CalibrationError('SLOPE_NOT_POSITIVE', `a linear map needs a slope above 0, the labels give ${slope}`);
  }
  return { kind: 'LINEAR', slope, intercept: centreY - slope * centreX };
}

function clip(score: number): number {
  return Math.min(HIGHEST_RATING, Math.max(LOWEST_RATING, score));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
