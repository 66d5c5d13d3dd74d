export const SCORE_MIN = 1;
export const SCORE_MAX = 5;
const THRESHOLD_STEP = 0.01;
const LARGE_STEP = 0.1;

/** A threshold on the grid that scores are shown in (0.01), inside 1..5. */
export function snapThreshold(value: number): number {
  const clamped = Math.min(SCORE_MAX, Math.max(SCORE_MIN, value));
  return Math.round(clamped * 100) / 100;
}

/** Where a threshold stands on the axis, as a share of its length; one beyond the scale stands at its end. */
export function placeOnScale(value: number): number {
  return (Math.min(SCORE_MAX, Math.max(SCORE_MIN, value)) - SCORE_MIN) / (SCORE_MAX - SCORE_MIN);
}

/**
 * Where a key moves the threshold, or null for keys that do not: arrows by 0.01, with Shift or the page keys by 0.1,
 * Home and End to the ends, as a slider does.
 */
export function thresholdAfterKey(key: string, shiftKey: boolean, value: number): number | null {
  const step = shiftKey ? LARGE_STEP : THRESHOLD_STEP;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return snapThreshold(value + step);
    case 'ArrowLeft':
    case 'ArrowDown':
      return snapThreshold(value - step);
    case 'PageUp':
      return snapThreshold(value + LARGE_STEP);
    case 'PageDown':
      return snapThreshold(value - LARGE_STEP);
    case 'Home':
      return SCORE_MIN;
    case 'End':
      return SCORE_MAX;
    default:
      return null;
  }
}
