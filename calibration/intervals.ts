import { requireOpenProbability, requirePartOf } from './input-checks';
import { betaQuantile, normalQuantile } from './special-functions';

/** Both ends of a confidence interval, on the scale of what it bounds. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** `clopper-pearson` never covers less than promised; `wilson` covers about as promised and needs no iteration. */
export type IntervalMethod = 'clopper-pearson' | 'wilson';

/** A share with what it was counted from; `value` and `interval` are null when nothing was counted (n = 0). */
export interface ProportionEstimate {
  readonly value: number | null;
  readonly successes: number;
  readonly n: number;
  readonly interval: Interval | null;
}

/**
 * Exact interval of a proportion: lower = BetaInv(a/2; x, n-x+1), upper = BetaInv(1-a/2; x+1, n-x).
 *
 * @param successes   x, a whole number in [0, trials].
 * @param trials      n, a whole number >= 0; 0 gives [0, 1].
 * @param confidence  1 - a, in (0, 1).
 * @throws CalibrationError NOT_A_COUNT, COUNT_EXCEEDS_TOTAL, NOT_A_PROBABILITY
 * @see Clopper and Pearson, Biometrika 26 (1934)
 */
export function clopperPearson(successes: number, trials: number, confidence = 0.95): Interval {
  requireOpenProbability('confidence', confidence);
  const oneSided = (1 + confidence) / 2;
  return {
    lower: clopperPearsonLower(successes, trials, oneSided),
    upper: clopperPearsonUpper(successes, trials, oneSided),
  };
}

/** One-sided exact lower bound: the proportion is at least this with the stated confidence. No trials give 0. */
export function clopperPearsonLower(successes: number, trials: number, confidence = 0.95): number {
  requirePartOf('successes', successes, 'trials', trials);
  requireOpenProbability('confidence', confidence);
  return successes === 0 ? 0 : betaQuantile(1 - confidence, successes, trials - successes + 1);
}

/** One-sided exact upper bound: the proportion is at most this with the stated confidence. No trials give 1. */
export function clopperPearsonUpper(successes: number, trials: number, confidence = 0.95): number {
  requirePartOf('successes', successes, 'trials', trials);
  requireOpenProbability('confidence', confidence);
  return successes === trials ? 1 : betaQuantile(confidence, successes + 1, trials - successes);
}

/**
 * Score interval of a proportion: (x + z^2/2 -+ z sqrt(x(n-x)/n + z^2/4)) / (n + z^2). Arguments as clopperPearson.
 *
 * @see Wilson, Journal of the American Statistical Association 22 (1927)
 */
export function wilson(successes: number, trials: number, confidence = 0.95): Interval {
  requirePartOf('successes', successes, 'trials', trials);
  requireOpenProbability('confidence', confidence);
  if (trials === 0) return { lower: 0, upper: 1 };
  const z = normalQuantile((1 + confidence) / 2);
  const centre = successes + (z * z) / 2;
  const spread = z * Math.sqrt((successes * (trials - successes)) / trials + (z * z) / 4);
  const scale = trials + z * z;
  // At the ends the two terms are equal and rounding alone would leave 1e-17 instead of 0.
  return {
    lower: successes === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    upper: successes === trials ? 1 : Math.min(1, (centre + spread) / scale),
  };
}

/** The interval by name; see the two methods. */
export function proportionInterval(
  successes: number,
  trials: number,
  confidence: number,
  method: IntervalMethod,
): Interval {
  return method === 'wilson' ? wilson(successes, trials, confidence) : clopperPearson(successes, trials, confidence);
}

/** A share together with its n and interval; undefined shares (0 of 0) say so with nulls instead of inventing a 0. */
export function estimateProportion(
  successes: number,
  n: number,
  confidence: number,
  method: IntervalMethod,
): ProportionEstimate {
  if (n === 0) return { value: null, successes, n, interval: null };
  return { value: successes / n, successes, n, interval: proportionInterval(successes, n, confidence, method) };
}
