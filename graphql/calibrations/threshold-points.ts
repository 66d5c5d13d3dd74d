import type { ProportionEstimate } from '@/calibration/intervals';
import type { ReportedShare } from '@/calibration/report-design';
import type { ThresholdEstimate } from '@/calibration/threshold-estimates';
import { readCurves } from '@/graphql/calibrations/sample-curves';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import type { CurveCoordinate, Estimate, ThresholdPoint } from '@/graphql/generated/resolver-types';
import { getDatabase } from '@/prisma/client';
import { countScope } from '@/prisma/queries/calibrations';

/** At most 201 points of falling workload: everything included, every step the labels can tell apart, nothing. */
export async function curvePoints(data: ThresholdCurveData): Promise<ThresholdPoint[]> {
  return (await readCurves(data)).points.map(toPoint);
}

/** Two figures of each point against each other, where both are defined. */
export async function coordinates(
  data: ThresholdCurveData,
  at: (point: ThresholdEstimate) => readonly [x: number | null, y: number | null],
): Promise<CurveCoordinate[]> {
  return (await readCurves(data)).points.flatMap((point) => {
    const [x, y] = at(point);
    return x === null || y === null ? [] : [{ threshold: point.threshold, x, y }];
  });
}

export async function countIncluded(projectId: string, threshold: number): Promise<number> {
  return (await countScope(getDatabase(), projectId, [threshold])).included.get(threshold) ?? 0;
}

export function toPoint(estimate: ThresholdEstimate): ThresholdPoint {
  const { threshold, precision, recall, f1, workload, falsePositives, falseNegatives, falsePositiveRate } = estimate;
  return {
    threshold,
    precision: toEstimate(precision),
    recall: toEstimate(recall),
    f1: f1.value,
    f1Estimate: toEstimate(f1),
    workload: workload.documents,
    workloadShare: workload.share ?? 0,
    falsePositiveRate,
    falsePositives: toEstimate(falsePositives),
    falseNegatives: toEstimate(falseNegatives),
  };
}

/** A share counted with exact intervals. */
export function toExactEstimate({ value, n, interval }: ProportionEstimate): Omit<Estimate, '__typename'> {
  const { lower = null, upper = null } = interval ?? {};
  return toEstimate({ value, lower, upper, n, method: 'clopper-pearson' });
}

const METHODS: Readonly<Record<ReportedShare['method'], string>> = {
  'clopper-pearson': 'Clopper-Pearson',
  wilson: 'Wilson',
  logit: 'Horvitz-Thompson, logit',
  bounds: 'Horvitz-Thompson, exact bounds',
};

/** The method by the name it goes by in papers. */
export function toEstimate({ value, lower, upper, n, method }: ReportedShare): Omit<Estimate, '__typename'> {
  return { value, lower, upper, n, method: METHODS[method] };
}
