import { affordableResamples, bootstrapIntervals } from './bootstrap';
import { CalibrationError } from './calibration-error';
import { assignFolds } from './cross-validation-folds';
import type { Interval } from './intervals';
import type { RatedScore } from './labels';
import type { RecalibrationKind, RecalibrationMap } from './recalibration';
import { fitRecalibration, MINIMUM_LABELS, recalibrate, requireRatedScores } from './recalibration';
import type { RegressionMetrics } from './regression-metrics';
import { regressionMetrics } from './regression-metrics';

/** Why a kind was not compared. */
export type NotCompared = 'TOO_FEW_LABELS' | 'SLOPE_NOT_POSITIVE';

/** Metrics with a percentile bootstrap interval each; null where it is undefined. */
export interface MetricsWithIntervals extends RegressionMetrics {
  readonly intervals: { readonly mse: Interval | null; readonly bias: Interval | null; readonly r2: Interval | null };
}

/** One kind in the comparison; `crossValidated` is measured on labels that had no part in the fit. */
export type RecalibrationCandidate =
  | { readonly kind: RecalibrationKind; readonly crossValidated: RegressionMetrics }
  | { readonly kind: RecalibrationKind; readonly notCompared: NotCompared };

export interface RecalibrationChoice {
  /** The winner, fitted on all labels. */
  readonly map: RecalibrationMap;
  readonly candidates: readonly RecalibrationCandidate[];
  readonly labels: number;
  readonly folds: number;
  /** Raw scores, and out-of-fold recalibrated ones; null below two labels. */
  readonly before: MetricsWithIntervals | null;
  readonly after: MetricsWithIntervals | null;
  /** The winner's out-of-fold predictions, parallel to the labels; the raw scores below two labels. */
  readonly heldOut: readonly number[];
}

const KINDS: readonly RecalibrationKind[] = ['IDENTITY', 'OFFSET', 'LINEAR', 'ISOTONIC'];

/**
 * Compares identity, offset, linear and isotonic by cross-validated MSE; of equals the simplest wins.
 *
 * Below 10 labels only identity stands, below 50 isotonic does not. A linear map whose slope is not above 0, on all
 * labels or in any fold, is out.
 *
 * @param labels  Raw scores and ratings (overrides and validation labels both may train a recalibration).
 * @param seed    Of the folds and the bootstrap.
 * @param folds   Default 10.
 * @throws CalibrationError SCORE_NOT_FINITE, RATING_OUT_OF_RANGE, SEED_EMPTY
 */
export function chooseRecalibration(labels: readonly RatedScore[], seed: string, folds = 10): RecalibrationChoice {
  requireRatedScores(labels);
  const raw = labels.map(({ score }) => score);
  if (labels.length < 2) {
    const none = { candidates: [], labels: labels.length, folds: 0, before: null, after: null };
    return { map: { kind: 'IDENTITY' }, ...none, heldOut: raw };
  }
  const { best, candidates } = compareKinds(labels, seed, folds);
  const ratings = labels.map(({ rating }) => rating);
  return {
    map: fitRecalibration(best.kind, labels),
    candidates: candidates.map(withoutPredictions),
    labels: labels.length,
    folds: Math.min(folds, labels.length),
    before: withIntervals(ratings, raw, seed),
    after: withIntervals(ratings, best.predictions, seed),
    heldOut: best.predictions,
  };
}

/** A kind with its map, fitted on all labels, and its out-of-fold figures; or why it was not compared. */
export type AssessedKind =
  | { readonly kind: RecalibrationKind; readonly map: RecalibrationMap; readonly figures: MetricsWithIntervals }
  | { readonly kind: RecalibrationKind; readonly notCompared: NotCompared };

export interface RecalibrationComparison {
  /** Smallest cross-validated MSE; of equals the simplest. */
  readonly recommended: RecalibrationKind;
  /** Identity, offset, linear, isotonic; empty below two labels. */
  readonly kinds: readonly AssessedKind[];
  readonly labels: number;
  readonly folds: number;
}

/**
 * Every kind with figures and intervals, for whoever wants to choose; arguments and errors as chooseRecalibration. The
 * figures of identity are those of the raw scores, which no fold changes.
 */
export function compareRecalibrations(
  labels: readonly RatedScore[],
  seed: string,
  folds = 10,
): RecalibrationComparison {
  requireRatedScores(labels);
  if (labels.length < 2) return { recommended: 'IDENTITY', kinds: [], labels: labels.length, folds: 0 };
  const { best, candidates } = compareKinds(labels, seed, folds);
  const ratings = labels.map(({ rating }) => rating);
  const kinds = candidates.map(
    (candidate): AssessedKind =>
      'notCompared' in candidate
        ? candidate
        : {
            kind: candidate.kind,
            map: fitRecalibration(candidate.kind, labels),
            figures: withIntervals(ratings, candidate.predictions, seed),
          },
  );
  return { recommended: best.kind, kinds, labels: labels.length, folds: Math.min(folds, labels.length) };
}

/** The winner alone, fitted on all labels; arguments and errors as chooseRecalibration. */
export function chooseMap(labels: readonly RatedScore[], seed: string, folds = 10): RecalibrationMap {
  requireRatedScores(labels);
  if (labels.length < 2) return { kind: 'IDENTITY' };
  return fitRecalibration(compareKinds(labels, seed, folds).best.kind, labels);
}

function compareKinds(labels: readonly RatedScore[], seed: string, folds: number) {
  const foldOf = assignFolds(seed, labels.length, folds);
  const used = Math.min(folds, labels.length);
  const ratings = labels.map(({ rating }) => rating);
  let best = { kind: 'IDENTITY' as RecalibrationKind, predictions: labels.map(({ score }) => score), mse: Infinity };
  const candidates = KINDS.map((kind): Compared => {
    const predictions = heldOutPredictions(kind, labels, foldOf, used);
    if (typeof predictions === 'string') return { kind, notCompared: predictions };
    const crossValidated = regressionMetrics(ratings, predictions);
    if (crossValidated.mse < best.mse) best = { kind, predictions, mse: crossValidated.mse };
    return { kind, crossValidated, predictions };
  });
  return { best, candidates };
}

/** A kind with its out-of-fold predictions, parallel to the labels. */
type Compared =
  | (Extract<RecalibrationCandidate, { crossValidated: object }> & { readonly predictions: readonly number[] })
  | Extract<RecalibrationCandidate, { notCompared: NotCompared }>;

function withoutPredictions(candidate: Compared): RecalibrationCandidate {
  if ('notCompared' in candidate) return candidate;
  const { kind, crossValidated } = candidate;
  return { kind, crossValidated };
}

function heldOutPredictions(
  kind: RecalibrationKind,
  labels: readonly RatedScore[],
  foldOf: readonly number[],
  folds: number,
): number[] | NotCompared {
  if (labels.length < MINIMUM_LABELS[kind]) return 'TOO_FEW_LABELS';
  try {
    fitRecalibration(kind, labels);
    const maps = Array.from({ length: folds }, (_, fold) =>
      fitRecalibration(
        kind,
        labels.filter((_, index) => foldOf[index] !== fold),
      ),
    );
    return labels.map(({ score }, index) => recalibrate(maps[foldOf[index] ?? 0] ?? { kind: 'IDENTITY' }, score));
  } catch (error) {
    if (error instanceof CalibrationError && error.code === 'SLOPE_NOT_POSITIVE') return error.code;
    throw error;
  }
}

function withIntervals(ratings: readonly number[], predictions: readonly number[], seed: string): MetricsWithIntervals {
  const pairs = ratings.map((rating, i) => ({ rating, prediction: predictions[i] ?? 0 }));
  const [mse = null, bias = null, r2 = null] = bootstrapIntervals(
    pairs,
    (drawn) => {
      const metrics = regressionMetrics(
        drawn.map((pair) => pair.rating),
        drawn.map((pair) => pair.prediction),
      );
      return [metrics.mse, metrics.bias, metrics.r2];
    },
    { seed: `${seed}/bootstrap`, resamples: affordableResamples(pairs.length) },
  );
  return { ...regressionMetrics(ratings, predictions), intervals: { mse, bias, r2 } };
}
