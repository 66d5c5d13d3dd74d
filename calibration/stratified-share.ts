import { requireAtLeast, requireOpenProbability, requirePartOf } from './input-checks';
import type { Interval } from './intervals';
import { clopperPearson } from './intervals';
import { normalQuantile } from './special-functions';

/** One stratum of a sample: N_h documents, n_h of them rated; `part` and `rest` are disjoint kinds among those. */
export interface ShareStratum {
  readonly populationSize: number;
  readonly rated: number;
  readonly part: number;
  readonly rest: number;
}

/** A share part / (part + rest) of the population, weighed by design; null value when neither was seen. */
export interface WeighedShare {
  readonly value: number | null;
  readonly standardError: number | null;
  readonly interval: Interval | null;
  /** `logit` by linearisation; `bounds` where a stratum shows no variance or has too few ratings. */
  readonly method: 'logit' | 'bounds';
  /** Rated documents of either kind, unweighed. */
  readonly n: number;
}

/**
 * Ratio of two Horvitz-Thompson totals, A / (A + C): recall with part = found and rest = missed, precision with part =
 * included and relevant and rest = included and not. Unlike stratifiedRecall, a threshold may run through a stratum.
 *
 * Variance by linearisation, e = part (1 - R) - rest R: sum of N_h^2 (1 - n_h/N_h) s_h^2 / n_h over (A + C)^2, interval on
 * the logit scale. A stratum that is not rated whole and in which all answers were of one kind, or none was of either,
 * shows a variance of 0 that is not one: then Clopper-Pearson bounds of both kinds in every stratum, error split.
 *
 * @param strata      Disjoint, at least one, each with a simple random sample.
 * @param confidence  In (0, 1).
 * @throws CalibrationError TOO_FEW_VALUES, COUNT_EXCEEDS_TOTAL, NOT_A_COUNT, NOT_A_PROBABILITY
 * @see Cochran, Sampling Techniques (1977), section 6.11; Horvitz and Thompson, JASA 47 (1952)
 */
export function stratifiedShare(strata: readonly ShareStratum[], confidence = 0.95): WeighedShare {
  requireStrata(strata);
  requireOpenProbability('confidence', confidence);
  const a = total(strata, ({ part }) => part);
  const c = total(strata, ({ rest }) => rest);
  const n = strata.reduce((sum, { part, rest }) => sum + part + rest, 0);
  if (a + c === 0) return { value: null, standardError: null, interval: null, method: 'bounds', n };
  const value = a / (a + c);
  const standardError = standardErrorOf(strata, value, a + c);
  if (standardError !== null && standardError > 0 && value > 0 && value < 1 && strata.every(showsVariance)) {
    return { value, standardError, interval: logitInterval(value, standardError, confidence), method: 'logit', n };
  }
  return { value, standardError, interval: shareBounds(strata, confidence), method: 'bounds', n };
}

function total(strata: readonly ShareStratum[], count: (stratum: ShareStratum) => number): number {
  return strata.reduce(
    (sum, stratum) => sum + (stratum.rated === 0 ? 0 : (stratum.populationSize * count(stratum)) / stratum.rated),
    0,
  );
}

function standardErrorOf(strata: readonly ShareStratum[], share: number, size: number): number | null {
  let variance = 0;
  for (const { populationSize, rated, part, rest } of strata) {
    if (rated === populationSize) continue;
    if (rated < 2) return null;
    const mean = (part * (1 - share) - rest * share) / rated;
    const squares = part * (1 - share) ** 2 + rest * share ** 2 - rated * mean ** 2;
    variance += (populationSize ** 2 * (1 - rated / populationSize) * Math.max(0, squares)) / (rated - 1) / rated;
  }
  return Math.sqrt(variance) / size;
}

/** Something of the stratum is unknown, and its answers differ. */
function showsVariance({ populationSize, rated, part, rest }: ShareStratum): boolean {
  return rated === populationSize || (part < rated && rest < rated && part + rest > 0);
}

function logitInterval(value: number, standardError: number, confidence: number): Interval {
  const logit = Math.log(value / (1 - value));
  const margin = (normalQuantile((1 + confidence) / 2) * standardError) / (value * (1 - value));
  const back = (x: number) => 1 / (1 + Math.exp(-x));
  return { lower: back(logit - margin), upper: back(logit + margin) };
}

function shareBounds(strata: readonly ShareStratum[], confidence: number): Interval {
  const open = strata.filter(({ populationSize, rated }) => rated < populationSize).length;
  // Two kinds are bounded in every open stratum, and all bounds have to hold at once.
  const each = 1 - (1 - confidence) / Math.max(1, 2 * open);
  const parts = strata.map((stratum) => totalBounds(stratum, stratum.part, each));
  const rests = strata.map((stratum) => totalBounds(stratum, stratum.rest, each));
  const sum = (bounds: readonly Interval[], end: 'lower' | 'upper') =>
    bounds.reduce((whole, bound) => whole + bound[end], 0);
  return {
    lower: ratio(sum(parts, 'lower'), sum(rests, 'upper')),
    upper: 1 - ratio(sum(rests, 'lower'), sum(parts, 'upper')),
  };
}

function totalBounds({ populationSize, rated }: ShareStratum, count: number, confidence: number): Interval {
  if (rated === populationSize) return { lower: count, upper: count };
  const { lower, upper } = clopperPearson(count, rated, confidence);
  // What was seen bounds what there is, whatever the interval says.
  return {
    lower: Math.max(count, populationSize * lower),
    upper: Math.min(populationSize - (rated - count), populationSize * upper),
  };
}

function ratio(part: number, rest: number): number {
  return part === 0 ? 0 : part / (part + rest);
}

function requireStrata(strata: readonly ShareStratum[]): void {
  requireAtLeast('a stratified share', strata.length, 1);
  for (const { populationSize, rated, part, rest } of strata) {
    requirePartOf('part and rest', part + rest, 'rated', rated);
    requirePartOf('part', part, 'rated', rated);
    requirePartOf('rated', rated, 'populationSize', populationSize);
    if (populationSize > 0) requireAtLeast('every stratum', rated, 1);
  }
}
