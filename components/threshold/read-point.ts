import type { CurvePoint } from '@/components/charts/curve-points';
import { formatCount, formatShare } from '@/components/ui/format-number';
import type {
  CertificateFiguresFragment,
  SampleCurveQuery,
  ThresholdByCostQuery,
  ThresholdByWorkloadQuery,
} from '@/graphql/generated/operations/graphql';

type CurveOf<Query extends { readonly node: unknown }> = NonNullable<
  Extract<NonNullable<Query['node']>, { __typename: 'Sample' }> extends { thresholdCurve: infer Curve } ? Curve : never
>;
export type Curve = CurveOf<SampleCurveQuery>;
export type Certificate = CertificateFiguresFragment;
export type CostChoice = CurveOf<ThresholdByCostQuery>['byCost'];
export type WorkloadChoice = CurveOf<ThresholdByWorkloadQuery>['byWorkload'];
export type Point = Curve['points'][number];
export type Estimate = Pick<Point['precision'], 'value' | 'lower' | 'upper' | 'n'>;

/** Numbers of documents, whole from ten up: "about 12.4", "about 1,284". */
export function formatExpected(documents: number): string {
  return documents < 10 ? String(Number(documents.toFixed(1))) : formatCount(Math.round(documents));
}

/** The curve as the chart draws it: by threshold, ascending. */
export function toCurvePoints(points: readonly Point[]): CurvePoint[] {
  return points
    .map(({ threshold, precision, recall }) => ({
      threshold,
      precision: precision.value,
      precisionLow: precision.lower,
      precisionHigh: precision.upper,
      recall: recall.value,
      recallLow: recall.lower,
      recallHigh: recall.upper,
    }))
    .sort((a, b) => a.threshold - b.threshold);
}

/** "93.1 %, 95 % interval 81.0 % to 98.6 %, n 47" */
export function estimateWords({ value, lower, upper, n }: Estimate): string {
  if (value === null || lower === null || upper === null) return `not defined, n ${formatCount(n)}`;
  return `${formatShare(value)}, 95 % interval ${formatShare(lower)} to ${formatShare(upper)}, n ${formatCount(n)}`;
}
