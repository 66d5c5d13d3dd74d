import { requireCount, requirePartOf } from './input-checks';
import { RANDOM_ORDER_METHOD, randomOrder } from './random-order';

/** What was drawn, with all that is needed to draw it again and to weigh it. */
export interface RandomSample {
  readonly seed: string;
  /** Always RANDOM_ORDER_METHOD; recorded so that a later method can be told from this one. */
  readonly method: string;
  readonly populationSize: number;
  /** Places in the frozen frame, 0-based, in the order drawn; rate them in this order. */
  readonly positions: readonly number[];
  /** Chance that any one document of the frame is in the sample: n / N; 0 for an empty frame. */
  readonly inclusionProbability: number;
}

/** One stratum of a stratified design: `key` names it, `populationSize` is its N_h, `count` its n_h. */
export interface StratumRequest {
  readonly key: string;
  readonly populationSize: number;
  readonly count: number;
}

/** A simple random sample of one stratum, with its name. */
export interface StratumSample extends RandomSample {
  readonly key: string;
}

/**
 * Simple random sample without replacement: the first `count` places of the seed's random order.
 *
 * `position` p means the p-th document of a frame that the caller fixes once and records (for instance: all documents
 * of the project that existed at a moment, by id). Documents deleted since are passed over, not renumbered: those
 * that remain are a simple random sample of what remains.
 *
 * @throws CalibrationError SEED_EMPTY, NOT_A_COUNT, COUNT_EXCEEDS_TOTAL
 */
export function drawSimpleRandomSample(seed: string, populationSize: number, count: number): RandomSample {
  return {
    seed,
    method: RANDOM_ORDER_METHOD,
    populationSize,
    positions: randomOrder(seed, populationSize, count),
    inclusionProbability: populationSize === 0 ? 0 : count / populationSize,
  };
}

/**
 * The same sample, `additional` documents larger: the next places of the same random order.
 *
 * Every prefix of a uniformly random permutation is a simple random sample, so the enlarged sample is exactly the one
 * that a single draw of the larger size would have given; the new inclusion probability holds for old and new alike.
 * The condition is that the decision to go on does not look at which documents come next. It may look at the answers
 * so far only where the method allows it: a certificate computed after every top-up, stopping at the first success,
 * errs more often than promised. Fix the size from the planner, or stop at a number of positives.
 */
export function extendSimpleRandomSample(sample: RandomSample, additional: number): RandomSample {
  requirePartOf('additional', additional, 'documents not yet drawn', sample.populationSize - sample.positions.length);
  return drawSimpleRandomSample(sample.seed, sample.populationSize, sample.positions.length + additional);
}

/**
 * One simple random sample a stratum, each from its own random order, so that strata can be topped up one by one.
 *
 * @param strata  Disjoint strata; a position counts within its stratum. Keys must differ.
 */
export function drawStratifiedSample(seed: string, strata: readonly StratumRequest[]): StratumSample[] {
  return strata.map(({ key, populationSize, count }) => ({
    key,
    ...drawSimpleRandomSample(stratumSeed(seed, key), populationSize, count),
  }));
}

/**
 * The same stratified sample with larger strata: each takes the next places of its own random order, the others stay.
 *
 * @param seed   That of the first drawing.
 * @param sizes  New n_h by key, none below what was drawn (topUpAllocation sees to that); a key left out keeps its own.
 * @throws CalibrationError COUNT_EXCEEDS_TOTAL, NOT_A_COUNT
 */
export function extendStratifiedSample(
  seed: string,
  samples: readonly StratumSample[],
  sizes: ReadonlyMap<string, number>,
): StratumSample[] {
  const requests = samples.map(({ key, populationSize, positions }) => {
    const count = sizes.get(key) ?? positions.length;
    requirePartOf('documents drawn already', positions.length, `the new size of "${key}"`, count);
    return { key, populationSize, count };
  });
  return drawStratifiedSample(seed, requests);
}

/**
 * The order in which documents that were drawn together are shown, over all strata at once: raters who met one stratum
 * after another would learn what to expect of the next document.
 *
 * @param shown  Documents of the sample that stand before these; 0 for the first drawing.
 * @param count  Documents drawn now, listed by stratum and by their place in its order.
 * @returns      Places of that list, 0-based, in the order shown.
 */
export function displayOrder(seed: string, shown: number, count: number): number[] {
  requireCount('shown', shown);
  return randomOrder(seed === '' ? '' : JSON.stringify([seed, 'shown', shown]), count, count);
}

/** Written as JSON so that no two pairs of seed and key run together into one string. */
function stratumSeed(seed: string, key: string): string {
  return seed === '' ? '' : JSON.stringify([seed, key]);
}
