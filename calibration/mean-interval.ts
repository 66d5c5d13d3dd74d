import { requireCount, requireOpenProbability } from './input-checks';
import type { Interval } from './intervals';
import { normalQuantile } from './special-functions';

/**
 * Interval of a mean from its sample's size and standard deviation: mean +- z s / sqrt(n), the normal approximation.
 * Below some twenty values it covers less than it says (at 20 about 93.5 % for 95 %); suppress smaller samples.
 *
 * @param mean        Of the values.
 * @param deviation   s, with n - 1 in its denominator, >= 0.
 * @param count       n, a whole number >= 2.
 * @param confidence  In (0, 1).
 * @throws CalibrationError NOT_A_COUNT, NOT_A_PROBABILITY
 */
export function meanInterval(mean: number, deviation: number, count: number, confidence = 0.95): Interval {
  requireCount('count', count, 2);
  requireOpenProbability('confidence', confidence);
  const reach = (normalQuantile(1 - (1 - confidence) / 2) * deviation) / Math.sqrt(count);
  return { lower: mean - reach, upper: mean + reach };
}
