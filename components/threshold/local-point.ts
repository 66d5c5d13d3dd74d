import type { Point } from '@/components/threshold/read-point';

/** Documents by score in bins fine enough that every step of the handle is an edge; what is beyond is in the end bins. */
export type ScoreCounts = Readonly<{ lower: number; upper: number; counts: readonly number[] }>;

/** What the browser needs to say what holds at any threshold, prepared once. */
export interface LocalCurve {
  /** By rising threshold. */
  readonly points: readonly Point[];
  readonly documents: number;
  readonly lower: number;
  readonly binWidth: number;
  /** Documents at or above each edge of the bins, from the lowest. */
  readonly above: Float64Array;
}

export function prepareCurve(points: readonly Point[], documents: number, scores: ScoreCounts): LocalCurve {
  const { lower, upper, counts } = scores;
  const above = new Float64Array(counts.length + 1);
  for (let bin = counts.length - 1; bin >= 0; bin--) above[bin] = (above[bin + 1] ?? 0) + (counts[bin] ?? 0);
  return {
    points: points.toSorted((a, b) => a.threshold - b.threshold),
    documents,
    lower,
    binWidth: (upper - lower) / counts.length,
    above,
  };
}

/**
 * What holds at a threshold, without asking. Precision, recall and F1 change only where a rated score lies, and points lie
 * between two: those of the next point up are at most one rated score off, or one step of the curve where there are more
 * than about 200 different ones. The workload is counted in fine bins and kept between those of the two points around it;
 * expected errors grow with the documents on their side. Null for a curve without points.
 */
export function localPoint(curve: LocalCurve, threshold: number): Point | null {
  const place = placeOf(curve.points, threshold);
  const point = curve.points[place];
  if (!point) return null;
  const workload = workloadAt(curve, threshold, place);
  const leftOut = curve.documents - workload;
  return {
    ...point,
    threshold,
    workload,
    workloadShare: curve.documents === 0 ? 0 : workload / curve.documents,
    falsePositives: rescale(point.falsePositives, point.workload, workload),
    falseNegatives: rescale(point.falseNegatives, curve.documents - point.workload, leftOut),
  };
}

/** The first point at or above the threshold, or the last one. */
function placeOf(points: readonly Point[], threshold: number): number {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.threshold ?? 0) < threshold - 1e-9) low = middle + 1;
    else high = middle;
  }
  return low;
}

function workloadAt({ points, above, lower, binWidth }: LocalCurve, threshold: number, place: number): number {
  const least = points[place]?.workload ?? 0;
  const most = points[place - 1]?.workload ?? above[0] ?? 0;
  const edge = Math.min(above.length - 1, Math.max(0, (threshold - lower) / binWidth));
  const below = Math.floor(edge + 1e-6);
  const part = Math.max(0, edge - below);
  const from = above[below] ?? 0;
  const counted = Math.round(from - part * (from - (above[below + 1] ?? from)));
  return threshold > (points.at(-1)?.threshold ?? Infinity)
    ? 0
    : Math.min(Math.max(counted, least), Math.max(most, least));
}

type Expected = Point['falsePositives'];

/** A side without documents has no errors; one that the point knows nothing of stays unknown. */
function rescale(expected: Expected, known: number, now: number): Expected {
  if (now === 0) return { ...expected, value: 0, lower: 0, upper: 0 };
  if (known === 0 || expected.value === null || expected.lower === null || expected.upper === null)
    return { ...expected, value: null, lower: null, upper: null };
  const factor = now / known;
  return {
    ...expected,
    value: expected.value * factor,
    lower: expected.lower * factor,
    upper: expected.upper * factor,
  };
}
