import { CalibrationError } from './calibration-error';
import { requireCount, requireFiniteScores } from './input-checks';

/** The ranking scores of all N documents in scope, as the one question that thresholds ask of them. */
export interface ScopeScores {
  readonly total: number;
  /** Documents with score >= threshold. */
  countAtOrAbove(threshold: number): number;
}

/**
 * Exact counts by binary search.
 *
 * @param scores  Ascending, finite; kept, not copied.
 * @throws CalibrationError SCORE_NOT_FINITE, SCORES_NOT_SORTED
 */
export function scopeOfSortedScores(scores: Float64Array): ScopeScores {
  // One pass over what may be millions: between finite ends, ascending order leaves no room for NaN or infinities.
  requireFiniteScores(scores.length === 0 ? [] : [scores.at(0) ?? Number.NaN, scores.at(-1) ?? Number.NaN]);
  for (let i = 1; i < scores.length; i++) {
    if ((scores[i - 1] ?? 0) <= (scores[i] ?? 0)) continue;
    requireFiniteScores(scores);
    throw new CalibrationError('SCORES_NOT_SORTED', `scores must ascend; place ${i} is below the one before it`);
  }
  return { total: scores.length, countAtOrAbove: (threshold) => countAtOrAbove(scores, threshold) };
}

/**
 * Counts from a histogram, for scopes too large to hold: exact at the edges, linear within a bin.
 *
 * @param edges   k + 1 ascending edges; bin i holds edges[i] <= score < edges[i + 1], the last one its upper edge too.
 * @param counts  k whole numbers.
 * @throws CalibrationError LENGTHS_DIFFER, SCORES_NOT_SORTED, NOT_A_COUNT
 */
export function scopeOfHistogram(edges: readonly number[], counts: readonly number[]): ScopeScores {
  requireFiniteScores(edges);
  if (edges.length !== counts.length + 1) {
    throw new CalibrationError('LENGTHS_DIFFER', `${counts.length} bins need ${counts.length + 1} edges`);
  }
  if (edges.some((edge, i) => i > 0 && edge <= (edges[i - 1] ?? 0))) {
    throw new CalibrationError('SCORES_NOT_SORTED', 'histogram edges must ascend strictly');
  }
  for (const count of counts) requireCount('bin count', count);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return { total, countAtOrAbove: (threshold) => countInHistogram(edges, counts, threshold) };
}

/** How many of the ascending scores are >= threshold. */
export function countAtOrAbove(ascending: Float64Array, threshold: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < threshold) low = middle + 1;
    else high = middle;
  }
  return ascending.length - low;
}

function countInHistogram(edges: readonly number[], counts: readonly number[], threshold: number): number {
  let above = 0;
  for (const [bin, count] of counts.entries()) {
    const lower = edges[bin] ?? 0;
    const upper = edges[bin + 1] ?? 0;
    if (threshold <= lower) above += count;
    else if (threshold < upper) above += (count * (upper - threshold)) / (upper - lower);
  }
  return Math.round(above);
}
