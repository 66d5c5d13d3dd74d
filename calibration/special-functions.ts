import betainc from '@stdlib/math-base-special-betainc';
import betaincinv from '@stdlib/math-base-special-betaincinv';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

import { requireOpenProbability, requirePartOf, requireShare } from './input-checks';

/*
 * The only file that touches the numerical library. Measured against SciPy 1.17 (special-functions.test.ts holds the
 * numbers): the incomplete beta agrees to 1e-12 up to shapes of 1e5 and to 1e-9 up to 5e6, its inverse to 1e-13.
 */

/** Quantile of Beta(a, b): the x in [0, 1] with I_x(a, b) = p. `a`, `b` > 0, `p` in [0, 1]. */
export function betaQuantile(p: number, a: number, b: number): number {
  requireShare('p', p);
  return betaincinv(p, a, b);
}

/**
 * P(X <= k) for X ~ Binomial(n, p), by the identity I_{1-p}(n - k, k + 1).
 *
 * @param k  Any number; below 0 gives 0, n or more gives 1.
 * @param n  Trials, a whole number >= 0.
 * @param p  Chance of success, in [0, 1].
 */
export function binomialCdf(k: number, n: number, p: number): number {
  requireShare('p', p);
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (whole >= n) return 1;
  if (p === 0) return 1;
  if (p === 1) return 0;
  return betainc(1 - p, n - whole, whole + 1);
}

/** Quantile of the standard normal distribution; `p` in (0, 1). */
export function normalQuantile(p: number): number {
  requireOpenProbability('p', p);
  return quantile(p, 0, 1);
}

/**
 * P(X <= k) for X = relevant among `draws` taken without replacement from `population` holding `successes` relevant.
 *
 * Sums the probabilities outwards from the mode as ratios to it and divides by their total, so no factorial is formed:
 * a library that subtracts log-gammas loses 7 digits at a population of 1e7. Costs O(standard deviation) steps.
 *
 * @param k  Any number; below the smallest possible value gives 0, at the largest or above gives 1.
 */
export function hypergeometricCdf(k: number, population: number, successes: number, draws: number): number {
  requirePartOf('successes', successes, 'population', population);
  requirePartOf('draws', draws, 'population', population);
  const lowest = Math.max(0, draws + successes - population);
  const highest = Math.min(draws, successes);
  const whole = Math.floor(k);
  if (whole < lowest) return 0;
  if (whole >= highest) return 1;
  const upwards = (x: number) => ((successes - x) * (draws - x)) / ((x + 1) * (population - successes - draws + x + 1));
  const mode = clamp(Math.floor(((draws + 1) * (successes + 1)) / (population + 2)), lowest, highest);
  return shareUpTo(whole, mode, lowest, highest, upwards);
}

/** Terms below this share of the mode change no digit of the sum. */
const NEGLIGIBLE = 1e-30;

function shareUpTo(k: number, mode: number, lowest: number, highest: number, upwards: (x: number) => number): number {
  let below = 0;
  let above = 0;
  const add = (x: number, term: number) => {
    if (x <= k) below += term;
    else above += term;
  };
  add(mode, 1);
  for (let x = mode, term = 1; x < highest && term > NEGLIGIBLE; x++) {
    term *= upwards(x);
    add(x + 1, term);
  }
  for (let x = mode, term = 1; x > lowest && term > NEGLIGIBLE; x--) {
    term /= upwards(x - 1);
    add(x - 1, term);
  }
  return below / (below + above);
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, value));
}
