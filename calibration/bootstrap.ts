import { requireAtLeast, requireCount, requireOpenProbability } from './input-checks';
import type { Interval } from './intervals';
import { randomSource, uniformBelow } from './random-order';

export interface BootstrapOptions {
  /** The same seed gives the same interval. */
  readonly seed: string;
  /** Default 1,000. */
  readonly resamples?: number;
  /** In (0, 1), default 0.95. */
  readonly confidence?: number;
}

/**
 * Percentile bootstrap interval of any statistic of independent items (documents, or units of agreement).
 *
 * Resamples on which the statistic is undefined (null) are left out; null when more than a tenth of them are, because
 * then the interval would speak of other samples than the one at hand. Costs `resamples` calls of `statistic`.
 *
 * @param items  At least two.
 * @throws CalibrationError TOO_FEW_VALUES, NOT_A_PROBABILITY, SEED_EMPTY
 * @see Efron, Annals of Statistics 7 (1979)
 */
export function bootstrapInterval<Item extends NonNullable<unknown>>(
  items: readonly Item[],
  statistic: (resample: readonly Item[]) => number | null,
  { seed, resamples = 1000, confidence = 0.95 }: BootstrapOptions,
): Interval | null {
  requireAtLeast('a bootstrap', items.length, 2);
  requireCount('resamples', resamples, 1);
  requireOpenProbability('confidence', confidence);
  const random = randomSource(seed);
  const values: number[] = [];
  for (let draw = 0; draw < resamples; draw++) {
    const value = statistic(resample(items, () => uniformBelow(random, items.length)));
    if (value !== null) values.push(value);
  }
  if (values.length < resamples * 0.9) return null;
  const sorted = Float64Array.from(values).sort();
  return {
    lower: quantileOfSorted(sorted, (1 - confidence) / 2),
    upper: quantileOfSorted(sorted, (1 + confidence) / 2),
  };
}

/** Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996); `sorted` not empty. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

function resample<Item extends NonNullable<unknown>>(items: readonly Item[], pick: () => number): Item[] {
  return items.map((item) => items[pick()] ?? item);
}
