import { requireAtLeast, requireOpenProbability, requirePartOf } from './input-checks';
import type { Interval } from './intervals';
import { clopperPearson } from './intervals';
import { normalQuantile } from './special-functions';

/** One stratum: N_h documents, n_h of them drawn at random and rated, x_h of those relevant. */
export interface RatedStratum {
  readonly populationSize: number;
  readonly rated: number;
  readonly relevant: number;
}

/** A stratum and whether the threshold includes its documents. */
export interface SidedStratum extends RatedStratum {
  readonly isIncluded: boolean;
}

/** Relevant documents in all strata. */
export interface TotalEstimate {
  readonly total: number;
  /** Null where some stratum with unrated documents has fewer than two ratings: no variance can be had from it. */
  readonly standardError: number | null;
  /** Conservative: Clopper-Pearson in each stratum, with the error probability split over them. */
  readonly bounds: Interval;
}

/** Recall of the included strata; null value when no relevant document was seen at all. */
export interface StratifiedRecall {
  readonly value: number | null;
  readonly standardError: number | null;
  readonly interval: Interval;
  /** `logit` by the delta method; `bounds` where a stratum shows no variance (x_h = 0 or n_h) or has too few ratings. */
  readonly method: 'logit' | 'bounds';
  readonly rated: number;
}

/**
 * Horvitz-Thompson total: sum of N_h x_h / n_h, Var_h = N_h^2 (1 - n_h/N_h) p_h (1 - p_h) / (n_h - 1).
 *
 * @param strata  Disjoint, at least one, each with a simple random sample; a stratum without documents is allowed.
 * @throws CalibrationError TOO_FEW_VALUES (a stratum with documents and no rating), COUNT_EXCEEDS_TOTAL
 * @see Horvitz and Thompson, JASA 47 (1952); Cochran, Sampling Techniques (1977), chapter 5
 */
export function stratifiedTotal(strata: readonly RatedStratum[], confidence = 0.95): TotalEstimate {
  requireStrata(strata);
  const variance = sumOrNull(strata.map(stratumVariance));
  return {
    total: sum(strata.map(stratumTotal)),
    standardError: variance === null ? null : Math.sqrt(variance),
    bounds: totalBounds(strata, confidence, openStrata(strata)),
  };
}

/**
 * Recall B / (A + B), B relevant in the included strata and A in the excluded ones, with
 * Var = (B^2 V_A + A^2 V_B) / (A + B)^4 and its interval on the logit scale, which cannot pass 0 or 1.
 *
 * A stratum in which nothing (or everything) rated is relevant shows a variance of 0 that is not one; then the
 * interval comes from Clopper-Pearson bounds of every stratum, error probability split: wider, and never too narrow.
 */
export function stratifiedRecall(strata: readonly SidedStratum[], confidence = 0.95): StratifiedRecall {
  requireStrata(strata);
  requireOpenProbability('confidence', confidence);
  const included = strata.filter((stratum) => stratum.isIncluded);
  const excluded = strata.filter((stratum) => !stratum.isIncluded);
  const b = sum(included.map(stratumTotal));
  const a = sum(excluded.map(stratumTotal));
  const rated = sum(strata.map((stratum) => stratum.rated));
  const value = a + b > 0 ? b / (a + b) : null;
  const varianceA = sumOrNull(excluded.map(stratumVariance));
  const varianceB = sumOrNull(included.map(stratumVariance));
  const hasVariance = varianceA !== null && varianceB !== null;
  const standardError =
    hasVariance && value !== null ? Math.sqrt(b * b * varianceA + a * a * varianceB) / (a + b) ** 2 : null;
  const isUsable = openStrata(strata).every(({ relevant, rated: n }) => relevant > 0 && relevant < n);
  if (isUsable && value !== null && standardError !== null && value > 0 && value < 1) {
    return { value, standardError, interval: logitInterval(value, standardError, confidence), method: 'logit', rated };
  }
  const open = openStrata(strata);
  const interval = recallBounds(totalBounds(included, confidence, open), totalBounds(excluded, confidence, open));
  return { value, standardError, interval, method: 'bounds', rated };
}

function recallBounds(found: Interval, missed: Interval): Interval {
  return {
    lower: found.lower === 0 ? 0 : found.lower / (found.lower + missed.upper),
    upper: found.upper + missed.lower === 0 ? 1 : found.upper / (found.upper + missed.lower),
  };
}

function logitInterval(value: number, standardError: number, confidence: number): Interval {
  const logit = Math.log(value / (1 - value));
  const margin = (normalQuantile((1 + confidence) / 2) * standardError) / (value * (1 - value));
  const back = (x: number) => 1 / (1 + Math.exp(-x));
  return { lower: back(logit - margin), upper: back(logit + margin) };
}

/** `open` are the strata that share the error probability: those of which something is still unknown. */
function totalBounds(strata: readonly RatedStratum[], confidence: number, open: readonly RatedStratum[]): Interval {
  const each = 1 - (1 - confidence) / Math.max(1, open.length);
  const ofStratum = (stratum: RatedStratum): Interval => {
    const { populationSize, rated, relevant } = stratum;
    if (rated === populationSize) return { lower: relevant, upper: relevant };
    const { lower, upper } = clopperPearson(relevant, rated, each);
    // What was seen bounds what there is, whatever the interval says.
    return {
      lower: Math.max(relevant, populationSize * lower),
      upper: Math.min(populationSize - (rated - relevant), populationSize * upper),
    };
  };
  const bounds = strata.map(ofStratum);
  return { lower: sum(bounds.map(({ lower }) => lower)), upper: sum(bounds.map(({ upper }) => upper)) };
}

function openStrata<Stratum extends RatedStratum>(strata: readonly Stratum[]): Stratum[] {
  return strata.filter(({ rated, populationSize }) => rated < populationSize);
}

function stratumTotal({ populationSize, rated, relevant }: RatedStratum): number {
  return rated === 0 ? 0 : (populationSize * relevant) / rated;
}

function stratumVariance({ populationSize, rated, relevant }: RatedStratum): number | null {
  if (rated === populationSize) return 0;
  if (rated < 2) return null;
  const p = relevant / rated;
  return (populationSize ** 2 * (1 - rated / populationSize) * p * (1 - p)) / (rated - 1);
}

function requireStrata(strata: readonly RatedStratum[]): void {
  requireAtLeast('a stratified estimate', strata.length, 1);
  for (const { populationSize, rated, relevant } of strata) {
    requirePartOf('relevant', relevant, 'rated', rated);
    requirePartOf('rated', rated, 'populationSize', populationSize);
    if (populationSize > 0) requireAtLeast('every stratum', rated, 1);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0);
}
