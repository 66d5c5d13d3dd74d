import type { CurvePoint } from '@/components/charts/curve-points';
import { formatCount, formatShare } from '@/components/ui/format-number';
import type { SampleCurveQuery } from '@/graphql/generated/operations/graphql';

type Sample = Extract<NonNullable<SampleCurveQuery['node']>, { __typename: 'Sample' }>;
export type Curve = NonNullable<Sample['thresholdCurve']>;
export type Point = Curve['points'][number];
export type Estimate = Pick<Point['precision'], 'value' | 'lower' | 'upper' | 'n'>;

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

/** The point that holds at a threshold: the next one up, since figures change only where a rated score lies. */
export function pointFor(points: readonly Point[], threshold: number): Point | null {
  let found: Point | null = null;
  for (const point of points) {
    if (point.threshold >= threshold - 1e-9 && (!found || point.threshold < found.threshold)) found = point;
  }
  return found ?? highest(points);
}

function highest(points: readonly Point[]): Point | null {
  return points.reduce<Point | null>((best, point) => (best && best.threshold >= point.threshold ? best : point), null);
}

/** "93.1 %, 95 % interval 81.0 % to 98.6 %, n 47" */
export function estimateWords({ value, lower, upper, n }: Estimate): string {
  if (value === null || lower === null || upper === null) return `not defined, n ${formatCount(n)}`;
  return `${formatShare(value)}, 95 % interval ${formatShare(lower)} to ${formatShare(upper)}, n ${formatCount(n)}`;
}

/** What the sample can promise, or how much is missing for the promise. */
export function certificateWords(certificate: Curve['certificate']): string {
  const claim = `${formatShare(certificate.recall, 0)} recall at ${formatShare(certificate.confidence, 0)} confidence`;
  if (certificate.threshold !== null) {
    return `${claim} is certified by ${formatCount(certificate.positives)} relevant documents of the sample, with ${formatCount(certificate.workload ?? 0)} documents to read.`;
  }
  return `${claim} cannot be certified yet: the sample holds ${formatCount(certificate.positives)} relevant documents, ${formatCount(certificate.positivesMissing)} more are needed.`;
}
