/** Precision and recall of one threshold, shares in 0..1 with the ends of their intervals; null where undefined. */
export type CurvePoint = Readonly<{
  threshold: number;
  precision: number | null;
  precisionLow: number | null;
  precisionHigh: number | null;
  recall: number | null;
  recallLow: number | null;
  recallHigh: number | null;
}>;

/**
 * About what holds at a threshold: precision and recall only change where a rated document's score lies, and the next
 * point up is at most one such step away.
 */
export function pointAt(points: readonly CurvePoint[], threshold: number): CurvePoint | null {
  return points.find((point) => point.threshold >= threshold - 1e-9) ?? points.at(-1) ?? null;
}

/** Two labels at a line's end, moved apart to `gap` pixels and kept between `top` and `bottom`, in the order they have. */
export function labelPositions(
  first: number,
  second: number,
  gap: number,
  top: number,
  bottom: number,
): readonly [number, number] {
  const middle = Math.min(bottom - gap / 2, Math.max(top + gap / 2, (first + second) / 2));
  const half = Math.max(gap, Math.abs(first - second)) / 2;
  const clamp = (value: number) => Math.min(bottom, Math.max(top, value));
  return first <= second ? [clamp(middle - half), clamp(middle + half)] : [clamp(middle + half), clamp(middle - half)];
}
