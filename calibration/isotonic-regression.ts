import { requireFiniteScores, requireSameLength } from './input-checks';

/** Knots of a monotone map: `x` ascends strictly, `y` never falls. */
export interface IsotonicKnots {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Neighbours pooled into one level. */
interface Block {
  value: number;
  weight: number;
}

/**
 * Least-squares non-decreasing sequence by pooling adjacent violators. O(n).
 *
 * @param values   Any finite numbers.
 * @param weights  Positive, parallel to `values`; 1 each by default.
 * @see Ayer et al., Annals of Mathematical Statistics 26 (1955)
 */
export function poolAdjacentViolators(values: readonly number[], weights?: readonly number[]): number[] {
  requireFiniteScores(values);
  if (weights) requireSameLength(values, weights);
  const blocks: (Block & { count: number })[] = [];
  for (const [index, value] of values.entries()) {
    let block = { value, weight: weights?.[index] ?? 1, count: 1 };
    for (let last = blocks.at(-1); last && last.value >= block.value; last = blocks.at(-1)) {
      const weight = last.weight + block.weight;
      const pooled = (last.value * last.weight + block.value * block.weight) / weight;
      block = { value: pooled, weight, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ value, count }) => new Array<number>(count).fill(value));
}

/**
 * Isotonic fit of y on x. Equal x are averaged first; inner points of a flat stretch are dropped, since interpolation
 * gives them back.
 *
 * @param x  Raw scores, finite, at least one, in any order.
 * @param y  Ratings, parallel to `x`.
 */
export function fitIsotonic(x: readonly number[], y: readonly number[]): IsotonicKnots {
  requireSameLength(x, y);
  requireFiniteScores(x);
  const averaged = averageTies(x, y);
  const levels = poolAdjacentViolators(
    averaged.map((point) => point.value),
    averaged.map((point) => point.weight),
  );
  const isKnot = (i: number) => levels[i] !== levels[i - 1] || levels[i] !== levels[i + 1];
  const kept = levels.map((_, i) => i).filter(isKnot);
  return { x: kept.map((i) => averaged[i]?.x ?? 0), y: kept.map((i) => levels[i] ?? 0) };
}

/** Linear between knots, constant outside them. `knots` must not be empty. */
export function interpolateKnots({ x, y }: IsotonicKnots, at: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((x[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return y[0] ?? Number.NaN;
  const [x0 = 0, y0 = 0] = [x[low - 1], y[low - 1]];
  const [x1, y1] = [x[low], y[low]];
  if (x1 === undefined || y1 === undefined) return y0;
  return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}

function averageTies(x: readonly number[], y: readonly number[]): (Block & { x: number })[] {
  const order = x.map((_, i) => i).sort((left, right) => (x[left] ?? 0) - (x[right] ?? 0));
  const points: (Block & { x: number })[] = [];
  for (const i of order) {
    const last = points.at(-1);
    if (last && last.x === x[i]) {
      last.value += ((y[i] ?? 0) - last.value) / (last.weight + 1);
      last.weight++;
    } else points.push({ x: x[i] ?? 0, value: y[i] ?? 0, weight: 1 });
  }
  return points;
}
