import type { ProportionEstimate } from '@/calibration/intervals';
import { sortLabels } from '@/calibration/labels';
import { reportedPoints, reportedThresholds } from '@/calibration/reported-threshold';
import type { ScopeScores } from '@/calibration/scope-scores';
import type { ThresholdPoint as Metrics } from '@/calibration/threshold-curve';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import type { Estimate, ThresholdPoint } from '@/graphql/generated/resolver-types';
import { getDatabase } from '@/prisma/client';
import { countScope, findScoreRange, type ScoreScope } from '@/prisma/queries/calibrations';

/** At most 201 points of falling workload: everything included, every step the labels can tell apart, nothing. */
export async function curvePoints({ project, labels }: ThresholdCurveData): Promise<ThresholdPoint[]> {
  const range = await findScoreRange(getDatabase(), project.id);
  const sorted = sortLabels(labels);
  const thresholds = reportedThresholds(sorted, range);
  const scope = toScope(await countScope(getDatabase(), project.id, thresholds));
  return reportedPoints(sorted, scope, thresholds).map(toPoint);
}

/** One threshold of the caller's choosing, with the scope it was counted in. */
export async function metricsAt(
  { project, labels }: Pick<ThresholdCurveData, 'project' | 'labels'>,
  threshold: number,
): Promise<{ metrics: Metrics; documents: number }> {
  const counted = await countScope(getDatabase(), project.id, [threshold]);
  const [metrics] = reportedPoints(sortLabels(labels), toScope(counted), [threshold]);
  if (!metrics) throw new Error('One threshold has one point.');
  return { metrics, documents: counted.total };
}

export async function countIncluded(projectId: string, threshold: number): Promise<number> {
  return (await countScope(getDatabase(), projectId, [threshold])).included.get(threshold) ?? 0;
}

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
