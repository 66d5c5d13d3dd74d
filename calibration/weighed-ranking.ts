import { affordableResamples, percentileInterval } from './bootstrap';
import { requireOpenProbability } from './input-checks';
import type { Interval } from './intervals';
import { sortLabels } from './labels';
import { randomSource, uniformBelow } from './random-order';
import type { AucEstimate } from './ranking-metrics';
import { rocAucOfSorted } from './ranking-metrics';
import type { LabelDesign } from './report-design';
import type { JudgedLabel } from './report-thresholds';

/** A figure of the whole order, with its interval where the sample shows any variance. */
export interface RankingEstimate {
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly n: number;
  readonly method: 'delong' | 'bootstrap' | 'stratified-bootstrap';
}

/** How well a sample says that the order holds. */
export interface RankingEstimates {
  readonly rocAuc: RankingEstimate;
  readonly averagePrecision: RankingEstimate;
  /** WSS at the target recall; among equal scores the irrelevant are read first. */
  readonly workSaved: RankingEstimate;
}

/** The three figures of one order; null without one of the classes (area) or without relevant labels. */
export interface WeighedRanking {
  readonly rocAuc: number | null;
  readonly averagePrecision: number | null;
  readonly workSaved: number | null;
}

/** Labels from the highest score down, parallel. */
export interface FallingLabels {
  readonly scores: Float64Array;
  readonly isRelevant: Uint8Array;
}

/**
 * Area under the ROC curve, average precision and work saved of a sample. From a simple random sample DeLong's interval
 * and a percentile bootstrap; from a stratified one each label weighs N_h / n_h and is resampled within its stratum.
 * An interval without width says that no resample differed, which is no certainty, and is given as null.
 *
 * @param seed    The same seed gives the same intervals.
 * @param recall  Of the work saved, in (0, 1).
 * @throws CalibrationError SCORE_NOT_FINITE, SEED_EMPTY, NOT_A_PROBABILITY
 * @see Rao and Wu, JASA 83 (1988), on resampling within strata
 */
export function rankingEstimates(design: LabelDesign<JudgedLabel>, seed: string, recall = 0.95): RankingEstimates {
  requireOpenProbability('recall', recall);
  const { kind, labels, strata, confidence } = design;
  const isSimple = kind === 'SIMPLE_RANDOM';
  const groups = isSimple ? [{ populationSize: labels.length, labels }] : (strata ?? []);
  const n = labels.length;
  const { figures, intervals } = resampled(groups, seed, recall, confidence);
  const method = isSimple ? 'bootstrap' : 'stratified-bootstrap';
  const estimate = (name: keyof WeighedRanking): RankingEstimate => ({
    value: figures[name],
    interval: figures[name] === null ? null : intervals[name],
    n,
    method,
  });
  return {
    rocAuc: isSimple ? fromDelong(rocAucOfSorted(sortLabels(labels), confidence), n) : estimate('rocAuc'),
    averagePrecision: estimate('averagePrecision'),
    workSaved: estimate('workSaved'),
  };
}

/**
 * The figures of one order in one walk down it.
 *
 * @param weights  Parallel to the labels, >= 0: how many documents each stands for.
 */
export function weighedRanking(
  { scores, isRelevant }: FallingLabels,
  weights: Float64Array,
  recall: number,
): WeighedRanking {
  const total = totals(isRelevant, weights);
  // A hair less than the target, so that a sum of weights that misses it by rounding alone still reaches it.
  const wanted = recall * total.relevant * (1 - 1e-12);
  let found = 0;
  let passed = 0;
  let concordant = 0;
  let precisionSum = 0;
  let read: number | null = null;
  for (let start = 0, end = 0; start < scores.length; start = end) {
    let relevant = 0;
    let irrelevant = 0;
    let foundAtTarget: number | null = null;
    for (; end < scores.length && scores[end] === scores[start]; end++) {
      const weight = weights[end] ?? 0;
      if (!isRelevant[end]) irrelevant += weight;
      else {
        relevant += weight;
        if (foundAtTarget === null && weight > 0 && found + relevant >= wanted) foundAtTarget = found + relevant;
      }
    }
    concordant += relevant * (total.irrelevant - passed - irrelevant / 2);
    if (relevant > 0) precisionSum += (relevant * (found + relevant)) / (found + relevant + passed + irrelevant);
    found += relevant;
    passed += irrelevant;
    if (read === null && foundAtTarget !== null) read = foundAtTarget + passed;
  }
  const all = total.relevant + total.irrelevant;
  return {
    rocAuc: total.relevant > 0 && total.irrelevant > 0 ? concordant / (total.relevant * total.irrelevant) : null,
    averagePrecision: total.relevant > 0 ? precisionSum / total.relevant : null,
    workSaved: read === null ? null : (all - read) / all - (1 - recall),
  };
}

function totals(isRelevant: Uint8Array, weights: Float64Array): { relevant: number; irrelevant: number } {
  let relevant = 0;
  let irrelevant = 0;
  for (const [place, weight] of weights.entries()) {
    if (isRelevant[place]) relevant += weight;
    else irrelevant += weight;
  }
  return { relevant, irrelevant };
}

type Group = Readonly<{ populationSize: number; labels: readonly JudgedLabel[] }>;
const FIGURES = ['rocAuc', 'averagePrecision', 'workSaved'] as const;

function resampled(groups: readonly Group[], seed: string, recall: number, confidence: number) {
  const { falling, members, weightOf } = arrange(groups);
  const figures = weighedRanking(falling, weightOf, recall);
  const drawn: WeighedRanking[] = [];
  const random = randomSource(`${seed}/average-precision`);
  const weights = new Float64Array(weightOf.length);
  const resamples = weightOf.length < 2 ? 0 : affordableResamples(weightOf.length);
  for (let resample = 0; resample < resamples; resample++) {
    weights.fill(0);
    for (const places of members) {
      for (let draw = 0; draw < places.length; draw++) {
        const place = places[uniformBelow(random, places.length)] ?? 0;
        weights[place] = (weights[place] ?? 0) + (weightOf[place] ?? 0);
      }
    }
    drawn.push(weighedRanking(falling, weights, recall));
  }
  const interval = (name: keyof WeighedRanking): Interval | null => {
    if (drawn.length === 0) return null;
    const found = percentileInterval(
      drawn.map((ranking) => ranking[name]),
      confidence,
    );
    return found && found.lower < found.upper ? found : null;
  };
  const intervals = Object.fromEntries(FIGURES.map((name) => [name, interval(name)]));
  return { figures, intervals: intervals as Record<keyof WeighedRanking, Interval | null> };
}

/** All labels from the highest score down, the places of each group among them, and what each label weighs. */
function arrange(groups: readonly Group[]) {
  const labelled = groups.flatMap(({ populationSize, labels }, group) =>
    labels.map(({ score, isRelevant }) => ({ score, isRelevant, group, weight: populationSize / labels.length })),
  );
  labelled.sort((left, right) => right.score - left.score);
  const members = groups.map((): number[] => []);
  for (const [place, { group }] of labelled.entries()) members[group]?.push(place);
  return {
    falling: {
      scores: Float64Array.from(labelled, ({ score }) => score),
      isRelevant: Uint8Array.from(labelled, ({ isRelevant }) => (isRelevant ? 1 : 0)),
    },
    members,
    weightOf: Float64Array.from(labelled, ({ weight }) => weight),
  };
}

function fromDelong({ value, interval }: AucEstimate, n: number): RankingEstimate {
  return { value, interval, n, method: 'delong' };
}
