import { quantileOfSorted } from './bootstrap';
import { requireAtLeast, requireCount, requireFiniteScores, requireSameLength, requireShare } from './input-checks';

/** Conventional reading of a PSI: below 0.1, up to 0.25, above. */
export type DriftBand = 'STABLE' | 'MODERATE' | 'MAJOR';

/** Two samples compared. The band follows the effect size alone: with 1e5 documents every p-value is small. */
export interface DriftReport {
  readonly psi: number;
  readonly band: DriftBand;
  readonly wasserstein: number;
  readonly ks: KolmogorovSmirnov;
  readonly referenceCount: number;
  readonly currentCount: number;
}

export interface KolmogorovSmirnov {
  /** Largest gap between the two empirical distributions, in [0, 1]. */
  readonly d: number;
  /** Asymptotic, two-sided; with ties conservative. */
  readonly pValue: number;
}

const PSI_FLOOR = 1e-4;

/**
 * Compares a new collection's scores (or lengths) with the calibration's reference. A value that many share fills a bin
 * of its own for PSI: where scores crowd at one value, what moves away from it upwards would otherwise count with it.
 *
 * @param reference  Finite, any order, at least one.
 * @param current    Finite, any order, at least one.
 * @param bins       Quantile bins of the reference that PSI counts in, default 10.
 * @throws CalibrationError TOO_FEW_VALUES, SCORE_NOT_FINITE
 */
export function compareDistributions(reference: ArrayLike<number>, current: ArrayLike<number>, bins = 10): DriftReport {
  const [before, after] = [sortedCopy(reference), sortedCopy(current)];
  const edges = edgesAroundTies(before, bins);
  const psi = populationStabilityIndex(binShares(before, edges), binShares(after, edges));
  return {
    psi,
    band: driftBand(psi),
    wasserstein: wassersteinDistance(before, after),
    ks: kolmogorovSmirnov(before, after),
    referenceCount: before.length,
    currentCount: after.length,
  };
}

/** Reads a PSI by the conventional bands. */
export function driftBand(psi: number): DriftBand {
  if (psi < 0.1) return 'STABLE';
  return psi <= 0.25 ? 'MODERATE' : 'MAJOR';
}

/**
 * PSI = sum (p - q) ln(p / q), shares floored at 1e-4 so that an empty bin stays finite. Symmetric in p and q.
 *
 * @param reference  Shares of the reference by bin, in [0, 1].
 * @param current    Parallel to `reference`.
 * @see Siddiqi, Credit Risk Scorecards (2006); Kullback and Leibler (1951), the symmetric divergence
 */
export function populationStabilityIndex(reference: readonly number[], current: readonly number[]): number {
  requireSameLength(reference, current);
  return reference.reduce((sum, share, bin) => {
    requireShare('share', share);
    requireShare('share', current[bin] ?? Number.NaN);
    const p = Math.max(PSI_FLOOR, share);
    const q = Math.max(PSI_FLOOR, current[bin] ?? 0);
    return sum + (p - q) * Math.log(p / q);
  }, 0);
}

/** Inner edges between quantile bins of the reference; equal quantiles give one edge, so there may be fewer bins. */
export function quantileEdges(reference: ArrayLike<number>, bins: number): number[] {
  requireCount('bins', bins, 1);
  const sorted = sortedCopy(reference);
  const edges = Array.from({ length: bins - 1 }, (_, k) => quantileOfSorted(sorted, (k + 1) / bins));
  return [...new Set(edges)];
}

/** Quantile edges, and behind each value that takes up several of them, or is the greatest, another one just above it. */
function edgesAroundTies(reference: Float64Array, bins: number): number[] {
  const greatest = reference.at(-1);
  const edges = quantileEdges(reference, bins);
  const isTied = (edge: number) => edge === greatest || countOf(reference, edge) > reference.length / bins;
  return edges.flatMap((edge) => (isTied(edge) ? [edge, justAbove(edge)] : [edge]));
}

function countOf(values: Float64Array, value: number): number {
  return values.lastIndexOf(value) - values.indexOf(value) + 1;
}

/** A double or two further on: nothing that is measured lies between. */
function justAbove(value: number): number {
  return value + Math.max(Math.abs(value) * Number.EPSILON, Number.MIN_VALUE);
}

/** Shares of the values in the bins between ascending inner edges; a value on an edge belongs to the upper bin. */
export function binShares(values: ArrayLike<number>, innerEdges: readonly number[]): number[] {
  return binCounts(values, innerEdges).map((count) => count / values.length);
}

/** The same, counted. */
export function binCounts(values: ArrayLike<number>, innerEdges: readonly number[]): number[] {
  requireAtLeast('bins', values.length, 1);
  requireFiniteScores(values);
  const counts = new Array<number>(innerEdges.length + 1).fill(0);
  for (const value of Array.from(values)) {
    let bin = 0;
    while (bin < innerEdges.length && value >= (innerEdges[bin] ?? 0)) bin++;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** Wasserstein-1: the area between the two empirical distributions, in units of the values. O(n log n). */
export function wassersteinDistance(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let area = 0;
  walkDistributions(first, second, (gap, width) => {
    area += Math.abs(gap) * width;
  });
  return area;
}

/** Two-sample Kolmogorov-Smirnov. @see Smirnov, Annals of Mathematical Statistics 19 (1948) */
export function kolmogorovSmirnov(first: ArrayLike<number>, second: ArrayLike<number>): KolmogorovSmirnov {
  let d = 0;
  walkDistributions(first, second, (gap) => {
    d = Math.max(d, Math.abs(gap));
  });
  const effective = (first.length * second.length) / (first.length + second.length);
  return { d, pValue: kolmogorovTail(Math.sqrt(effective) * d) };
}

/**
 * Holm's correction for several features watched at once: adjusted p-values in the order given.
 *
 * @see Holm, Scandinavian Journal of Statistics 6 (1979)
 */
export function holmAdjust(pValues: readonly number[]): number[] {
  for (const p of pValues) requireShare('p-value', p);
  const order = pValues.map((_, i) => i).sort((left, right) => (pValues[left] ?? 0) - (pValues[right] ?? 0));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[index] ?? 1)));
    adjusted[index] = largest;
  }
  return adjusted;
}

/** P(K > x) of Kolmogorov's distribution: 2 sum (-1)^(j-1) exp(-2 j^2 x^2). */
function kolmogorovTail(x: number): number {
  // Below 0.2 the tail is 1 to 12 digits and the series would need hundreds of terms.
  if (x < 0.2) return 1;
  let sum = 0;
  for (let j = 1; j <= 100; j++) {
    const term = Math.exp(-2 * j * j * x * x);
    sum += j % 2 === 1 ? term : -term;
    if (term < 1e-17) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/** Visits every stretch between neighbouring values with the gap F1 - F2 that holds on it and its width. */
function walkDistributions(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  visit: (gap: number, width: number) => void,
): void {
  const [a, b] = [sortedCopy(first), sortedCopy(second)];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const at = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    while (i < a.length && a[i] === at) i++;
    while (j < b.length && b[j] === at) j++;
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    visit(i / a.length - j / b.length, Number.isFinite(next) ? next - at : 0);
  }
}

function sortedCopy(values: ArrayLike<number>): Float64Array {
  requireAtLeast('a comparison of distributions', values.length, 1);
  requireFiniteScores(values);
  return Float64Array.from(values).sort();
}
