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
  options: BootstrapOptions,
): Interval | null {
  const [interval = null] = bootstrapIntervals(items, (drawn) => [statistic(drawn)], options);
  return interval;
}

/**
 * Intervals of several statistics from the same resamples, each as bootstrapInterval gives it; drawn once, they cost
 * what one of them does.
 *
 * @param statistics  Always as many values, in the same order.
 */
export function bootstrapIntervals<Item extends NonNullable<unknown>>(
  items: readonly Item[],
  statistics: (resample: readonly Item[]) => readonly (number | null)[],
  { seed, resamples = 1000, confidence = 0.95 }: BootstrapOptions,
): (Interval | null)[] {
  requireAtLeast('a bootstrap', items.length, 2);
  requireCount('resamples', resamples, 1);
  requireOpenProbability('confidence', confidence);
  const random = randomSource(seed);
  const drawn = Array.from({ length: resamples }, () =>
    statistics(resample(items, () => uniformBelow(random, items.length))),
  );
  return (drawn[0] ?? []).map((_, which) =>
    percentileInterval(
      drawn.map((values) => values[which] ?? null),
      confidence,
    ),
  );
}

/** The middle `confidence` of drawn values; null when more than a tenth of them are undefined. */
export function percentileInterval(drawn: readonly (number | null)[], confidence: number): Interval | null {
  const values = drawn.filter((value) => value !== null);
  if (values.length < drawn.length * 0.9) return null;
  const sorted = Float64Array.from(values).sort();
  return {
    lower: quantileOfSorted(sorted, (1 - confidence) / 2),
    upper: quantileOfSorted(sorted, (1 + confidence) / 2),
  };
}

/** Enough for two digits of an interval's ends. */
const ENOUGH_RESAMPLES = 400;
const FEWEST_RESAMPLES = 100;
/** Items drawn in all: beyond it 100,000 labels would take minutes, and their intervals are narrow anyway. */
const MOST_DRAWN = 8_000_000;

/** Resamples that a sample of `count` can afford in a report: 400 up to 20,000 items, then fewer, at least 100. */
export function affordableResamples(count: number): number {
  return Math.max(FEWEST_RESAMPLES, Math.min(ENOUGH_RESAMPLES, Math.floor(MOST_DRAWN / Math.max(1, count))));
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
