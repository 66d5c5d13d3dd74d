import { requireAtLeast } from './input-checks';
import type { LabelledScore } from './labels';
import { sortLabels } from './labels';

/** p = 1 / (1 + exp(a f + b)); `a` is below 0 when higher scores are more often relevant. */
export interface PlattMap {
  readonly a: number;
  readonly b: number;
}

/** Probability of relevance at a score, in [0, 1]. */
export function plattProbability({ a, b }: PlattMap, score: number): number {
  const exponent = a * score + b;
  return exponent >= 0 ? Math.exp(-exponent) / (1 + Math.exp(-exponent)) : 1 / (1 + Math.exp(exponent));
}

/**
 * Platt scaling: maximum likelihood with targets (N+ + 1)/(N+ + 2) and 1/(N- + 2), which keep separable data finite.
 * Newton's method with backtracking, as Lin, Lin and Weng give it.
 *
 * @param labels  At least one of each class.
 * @throws CalibrationError TOO_FEW_VALUES, SCORE_NOT_FINITE
 * @see Platt (1999); Lin, Lin and Weng, Machine Learning 68 (2007)
 */
export function fitPlatt(labels: readonly LabelledScore[]): PlattMap {
  const { relevant, irrelevant } = sortLabels(labels);
  requireAtLeast('Platt scaling: relevant labels', relevant.length, 1);
  requireAtLeast('Platt scaling: irrelevant labels', irrelevant.length, 1);
  const centre = labels.reduce((sum, { score }) => sum + score, 0) / labels.length;
  const points: Points = {
    x: Float64Array.from(labels, ({ score }) => score - centre),
    target: Float64Array.from(labels, ({ isRelevant }) =>
      isRelevant ? (relevant.length + 1) / (relevant.length + 2) : 1 / (irrelevant.length + 2),
    ),
  };
  const start = { a: 0, b: Math.log((irrelevant.length + 1) / (relevant.length + 1)) };
  const { a, b } = descend(points, start);
  return { a, b: b - a * centre };
}

/** Centred scores and the probability each should get; parallel, and plain numbers because 100,000 are walked often. */
interface Points {
  readonly x: Float64Array;
  readonly target: Float64Array;
}

/** Below this gradient the map no longer moves in the tenth digit. */
const SMALL_GRADIENT = 1e-10;
/**
 * A step that promises less of the loss than doubles can tell is the last, and is taken whole. At 100,000 labels it is
 * reached long before the gradient is small; trying to see it in the loss halved the step 33 times (82 passes over the labels for 23).
 */
const INVISIBLE_SHARE = 1e-13;
const MOST_STEPS = 100;

function descend(points: Points, start: PlattMap): PlattMap {
  let map = start;
  let loss = lossOf(points, map);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gradientA, gradientB, aa, ab, bb } = derivatives(points, map);
    if (Math.abs(gradientA) < SMALL_GRADIENT && Math.abs(gradientB) < SMALL_GRADIENT) return map;
    const determinant = aa * bb - ab * ab;
    const stepA = (bb * gradientA - ab * gradientB) / determinant;
    const stepB = (aa * gradientB - ab * gradientA) / determinant;
    const slope = gradientA * stepA + gradientB * stepB;
    if (slope <= INVISIBLE_SHARE * loss) return { a: map.a - stepA, b: map.b - stepB };
    let size = 1;
    let next = map;
    let nextLoss = Infinity;
    for (; size > 1e-10; size /= 2) {
      next = { a: map.a - size * stepA, b: map.b - size * stepB };
      nextLoss = lossOf(points, next);
      if (nextLoss < loss - 1e-4 * size * slope) break;
    }
    // No step lowers the loss any more: this is as far as doubles go.
    if (!(nextLoss < loss)) return map;
    map = next;
    loss = nextLoss;
  }
  return map;
}

function lossOf({ x, target }: Points, { a, b }: PlattMap): number {
  let loss = 0;
  for (let i = 0; i < x.length; i++) {
    const exponent = a * (x[i] ?? 0) + b;
    loss += (target[i] ?? 0) * exponent + Math.log1p(Math.exp(-Math.abs(exponent))) + Math.max(0, -exponent);
  }
  return loss;
}

function derivatives({ x, target }: Points, map: PlattMap) {
  // A trace of ridge keeps the step finite when all scores are equal.
  const sums = { gradientA: 0, gradientB: 0, aa: 1e-12, ab: 0, bb: 1e-12 };
  for (let i = 0; i < x.length; i++) {
    const score = x[i] ?? 0;
    const p = plattProbability(map, score);
    const excess = (target[i] ?? 0) - p;
    const curvature = p * (1 - p);
    sums.gradientA += score * excess;
    sums.gradientB += excess;
    sums.aa += score * score * curvature;
    sums.ab += score * curvature;
    sums.bb += curvature;
  }
  return sums;
}
