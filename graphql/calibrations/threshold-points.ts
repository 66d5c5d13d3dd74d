import { candidateThresholds } from '@/calibration/candidate-thresholds';
import type { ProportionEstimate } from '@/calibration/intervals';
import { sortLabels } from '@/calibration/labels';
import type { ScopeScores } from '@/calibration/scope-scores';
import { type ThresholdPoint as Metrics, metricsAtThreshold } from '@/calibration/threshold-curve';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import type { Estimate, ThresholdPoint } from '@/graphql/generated/resolver-types';
import { getDatabase } from '@/prisma/client';
import { countScope, findScoreRange, type ScoreScope } from '@/prisma/queries/calibrations';

const MAX_POINTS = 201;

/** At most 201 points of falling workload: everything included, every step the labels can tell apart, nothing. */
export async function curvePoints({ project, labels }: ThresholdCurveData): Promise<ThresholdPoint[]> {
  const range = await findScoreRange(getDatabase(), project.id);
  const inner = candidateThresholds(sortLabels(labels), MAX_POINTS - 2);
  const outer = range ? [range.lowest, justAbove(range.highest)] : [];
  const thresholds = [...new Set([...inner, ...outer])].sort((a, b) => a - b);
  const scope = toScope(await countScope(getDatabase(), project.id, thresholds));
  return thresholds.map((threshold) => toPoint(metricsAtThreshold(labels, scope, threshold, INTERVALS)));
}

/** One threshold of the caller's choosing, with the scope it was counted in. */
export async function metricsAt(
  { project, labels }: Pick<ThresholdCurveData, 'project' | 'labels'>,
  threshold: number,
): Promise<{ metrics: Metrics; documents: number }> {
  const counted = await countScope(getDatabase(), project.id, [threshold]);
  return { metrics: metricsAtThreshold(labels, toScope(counted), threshold, INTERVALS), documents: counted.total };
}

export async function countIncluded(projectId: string, threshold: number): Promise<number> {
  return (await countScope(getDatabase(), projectId, [threshold])).included.get(threshold) ?? 0;
}

/** Exact intervals everywhere, so that a point of the curve and the version saved from it say the same. */
const INTERVALS = { confidence: 0.95, intervalMethod: 'clopper-pearson' } as const;

export function toPoint({ threshold, precision, recall, f1, workload }: Metrics): ThresholdPoint {
  return {
    threshold,
    precision: toEstimate(precision),
    recall: toEstimate(recall),
    f1: f1.value,
    workload: workload.documents,
    workloadShare: workload.share ?? 0,
  };
}

export function toEstimate({ value, n, interval }: ProportionEstimate): Estimate {
  return { value, lower: interval?.lower ?? null, upper: interval?.upper ?? null, n, method: 'Clopper-Pearson' };
}

function toScope({ total, included }: ScoreScope): ScopeScores {
  return {
    total,
    countAtOrAbove: (threshold) => {
      const count = included.get(threshold);
      if (count === undefined) throw new Error(`No workload was counted for the threshold ${threshold}.`);
      return count;
    },
  };
}

/** The next two-decimal number: nothing is included from there up, and it reads well on an axis. */
function justAbove(score: number): number {
  const rounded = Math.ceil(score * 100) / 100;
  return rounded > score ? rounded : (Math.round(rounded * 100) + 1) / 100;
}
