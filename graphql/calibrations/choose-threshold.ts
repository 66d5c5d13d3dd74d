import { midpoint } from '@/calibration/candidate-thresholds';
import { justAbove } from '@/calibration/reported-threshold';
import { type ErrorCosts, type InclusionRule, thresholdByCost } from '@/calibration/threshold-by-cost';
import { readDesign } from '@/graphql/calibrations/sample-curves';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import { countIncluded } from '@/graphql/calibrations/threshold-points';
import { invalid } from '@/graphql/errors';
import type { CostThreshold, WorkloadThreshold } from '@/graphql/generated/resolver-types';
import { getDatabase } from '@/prisma/client';
import { findRankingCut, findScoreRange } from '@/prisma/queries/calibrations';

const MAX_COST = 1e9;

/** The threshold that costs least on the labels, each weighed by the documents it stands for. */
export async function chooseByCost(data: ThresholdCurveData, costs: ErrorCosts): Promise<CostThreshold> {
  requireCosts(costs);
  const { rule, ...figures } = await cheapestThreshold(data, costs);
  const threshold = await thresholdOf(data.project.id, rule);
  const workload = await countIncluded(data.project.id, threshold);
  return { ...costs, ...figures, includes: rule.includes, threshold, workload };
}

/** The lowest threshold that includes at most so many documents of all that are scored. */
export async function chooseByWorkload(projectId: string, documents: number): Promise<WorkloadThreshold> {
  requireDocuments(documents);
  const { lastIncluded, firstExcluded } = await findRankingCut(getDatabase(), projectId, documents);
  const rule = ruleBetween(lastIncluded, firstExcluded);
  const threshold = await thresholdOf(projectId, rule);
  return { documents, includes: rule.includes, threshold, workload: await countIncluded(projectId, threshold) };
}

/** Refuses costs that mean nothing; `field` is the path's beginning where they stand in an input. */
export function requireCosts(costs: ErrorCosts, field = ''): void {
  for (const name of ['falsePositive', 'falseNegative'] as const) {
    if (!(costs[name] >= 0 && costs[name] <= MAX_COST))
      throw invalid(`${field}${name}`, 'A cost lies from 0 to a billion.', 'OUT_OF_RANGE');
  }
  if (costs.falsePositive + costs.falseNegative === 0)
    throw invalid(`${field}falseNegative`, 'One of the two costs must be above 0.', 'OUT_OF_RANGE');
}

export function requireDocuments(documents: number): void {
  if (documents < 0) throw invalid('documents', 'Documents to read are 0 or more.', 'OUT_OF_RANGE');
}

async function cheapestThreshold(data: ThresholdCurveData, costs: ErrorCosts) {
  const { design, hasUnratedStratum } = await readDesign(data);
  if (hasUnratedStratum)
    throw invalid('sampleId', 'A stratum of this sample has no rating yet: rate some of each first.', 'NO_LABELS');
  const weighed = design.strata?.flatMap(({ populationSize, labels }) =>
    labels.map((label) => ({ ...label, weight: populationSize / labels.length })),
  );
  return thresholdByCost(weighed ?? design.labels, costs, data.sample.seed);
}

function ruleBetween(lastIncluded: number | null, firstExcluded: number | null): InclusionRule {
  if (firstExcluded === null) return { includes: 'EVERYTHING' };
  if (lastIncluded === null) return { includes: 'NOTHING' };
  return { includes: 'AT_OR_ABOVE', threshold: midpoint(firstExcluded, lastIncluded) };
}

/** Everything is from the foot of the scale, so that documents scored later belong to it too. */
async function thresholdOf(projectId: string, rule: InclusionRule): Promise<number> {
  if (rule.includes === 'AT_OR_ABOVE') return rule.threshold;
  const range = await findScoreRange(getDatabase(), projectId);
  if (rule.includes === 'EVERYTHING') return Math.min(1, range?.lowest ?? 1);
  return justAbove(Math.max(5, range?.highest ?? 5));
}
