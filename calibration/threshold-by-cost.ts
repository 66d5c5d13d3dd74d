import { CalibrationError } from './calibration-error';
import { midpoint } from './candidate-thresholds';
import { assignFolds } from './cross-validation-folds';
import { requireAtLeast, requireFiniteScore } from './input-checks';
import type { LabelledScore } from './labels';

/** What including an irrelevant document and missing a relevant one cost, in any one unit; not both 0. */
export interface ErrorCosts {
  readonly falsePositive: number;
  readonly falseNegative: number;
}

/** Which documents to include; the two ends need no number, which also keeps infinities out of stored settings. */
export type InclusionRule =
  | { readonly includes: 'EVERYTHING' }
  | { readonly includes: 'NOTHING' }
  | { readonly includes: 'AT_OR_ABOVE'; readonly threshold: number };

/** A label and the documents it stands for; 1 where every document was equally likely to be drawn. */
export interface WeighedLabel extends LabelledScore {
  readonly weight?: number;
}

export interface CostThreshold {
  readonly rule: InclusionRule;
  readonly labels: number;
  /** Mean cost a document on the very labels that chose the rule: too good to be true. */
  readonly apparentCost: number;
  /** Mean cost a document on labels that had no part in the choice; null below two labels. */
  readonly crossValidatedCost: number | null;
  readonly folds: number;
}

/**
 * Probability of relevance from which including pays: c_FP / (c_FP + c_FN). Needs calibrated probabilities.
 *
 * @throws CalibrationError OUT_OF_RANGE
 * @see Elkan, The foundations of cost-sensitive learning, IJCAI 2001
 */
export function costProbability(costs: ErrorCosts): number {
  requireCosts(costs);
  return costs.falsePositive / (costs.falsePositive + costs.falseNegative);
}

/**
 * Minimises c_FN FN(t) + c_FP FP(t) over everything, the midpoints between neighbouring scores, and nothing; of equal
 * costs the lowest threshold wins (it misses least). The cost is also reported cross-validated.
 *
 * @param labels  A simple random sample, or any other with the weight of each label; at least one.
 * @param seed    Of the folds; the same seed gives the same figures.
 * @param folds   Default 10.
 * @throws CalibrationError TOO_FEW_VALUES, SCORE_NOT_FINITE, OUT_OF_RANGE, SEED_EMPTY
 */
export function thresholdByCost(
  labels: readonly WeighedLabel[],
  costs: ErrorCosts,
  seed: string,
  folds = 10,
): CostThreshold {
  requireCosts(costs);
  requireAtLeast('a threshold by cost', labels.length, 1);
  for (const [index, { score }] of labels.entries()) requireFiniteScore(score, index);
  const rule = cheapestRule(labels, costs);
  return {
    rule,
    labels: labels.length,
    apparentCost: totalCost(labels, rule, costs) / totalWeight(labels),
    crossValidatedCost: labels.length < 2 ? null : crossValidatedCost(labels, costs, seed, folds),
    folds: labels.length < 2 ? 0 : Math.min(folds, labels.length),
  };
}

/** Whether a rule includes a document of this score. */
export function isIncluded(rule: InclusionRule, score: number): boolean {
  return rule.includes === 'EVERYTHING' || (rule.includes === 'AT_OR_ABOVE' && score >= rule.threshold);
}

function cheapestRule(labels: readonly WeighedLabel[], costs: ErrorCosts): InclusionRule {
  const rising = labels.toSorted((left, right) => left.score - right.score);
  let included = 0;
  for (const { isRelevant, weight = 1 } of labels) if (!isRelevant) included += weight;
  let missed = 0;
  let best: InclusionRule = { includes: 'EVERYTHING' };
  let bestCost = costs.falsePositive * included;
  for (const [place, { score, isRelevant, weight = 1 }] of rising.entries()) {
    if (isRelevant) missed += weight;
    else included -= weight;
    const next = rising[place + 1];
    // Ties go together; above the last label nothing is included, and no irrelevant document costs anything.
    if (next?.score === score) continue;
    const cost = costs.falseNegative * missed + (next ? costs.falsePositive * included : 0);
    if (cost >= bestCost) continue;
    best = next ? { includes: 'AT_OR_ABOVE', threshold: midpoint(score, next.score) } : { includes: 'NOTHING' };
    bestCost = cost;
  }
  return best;
}

function crossValidatedCost(labels: readonly WeighedLabel[], costs: ErrorCosts, seed: string, folds: number): number {
  const foldOf = assignFolds(seed, labels.length, folds);
  let cost = 0;
  for (let fold = 0; fold < Math.min(folds, labels.length); fold++) {
    const training = labels.filter((_, index) => foldOf[index] !== fold);
    const held = labels.filter((_, index) => foldOf[index] === fold);
    cost += totalCost(held, cheapestRule(training, costs), costs);
  }
  return cost / totalWeight(labels);
}

function totalCost(labels: readonly WeighedLabel[], rule: InclusionRule, costs: ErrorCosts): number {
  let cost = 0;
  for (const { score, isRelevant, weight = 1 } of labels) {
    const included = isIncluded(rule, score);
    if (included && !isRelevant) cost += weight * costs.falsePositive;
    if (!included && isRelevant) cost += weight * costs.falseNegative;
  }
  return cost;
}

function totalWeight(labels: readonly WeighedLabel[]): number {
  return labels.reduce((sum, { weight = 1 }) => sum + weight, 0);
}

function requireCosts({ falsePositive, falseNegative }: ErrorCosts): void {
  const areAmounts = [falsePositive, falseNegative].every((cost) => Number.isFinite(cost) && cost >= 0);
  if (!areAmounts || falsePositive + falseNegative === 0) {
    throw new CalibrationError('OUT_OF_RANGE', `costs must be finite, >= 0 and not both 0`);
  }
}
