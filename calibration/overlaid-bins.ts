import { quantileOfSorted } from './bootstrap';
import { binCounts } from './drift';
import { requireAtLeast, requireCount, requireFiniteScores } from './input-checks';

/** How many values of either side lie from `from` to below `to`; null: everything above. */
export interface OverlaidBin {
  readonly from: number;
  readonly to: number | null;
  readonly reference: number;
  readonly current: number;
}

/**
 * Two distributions counted in the same bins of one width over a closed scale, to be drawn one over the other.
 *
 * @param reference  Finite, at least one; what lies outside the scale counts in its first or last bin.
 * @param current    The same.
 * @param scale      Its two ends, ascending; the last bin includes the upper one.
 * @param bins       How many, >= 1.
 * @throws CalibrationError TOO_FEW_VALUES, SCORE_NOT_FINITE, OUT_OF_RANGE
 */
export function overlayOnScale(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  [least, greatest]: readonly [number, number],
  bins: number,
): OverlaidBin[] {
  requireCount('bins', bins, 1);
  // One division each: edges that are summed up drift off the values that lie on them.
  const edges = Array.from({ length: bins - 1 }, (_, place) => least + ((greatest - least) * (place + 1)) / bins);
  return countBetween(reference, current, [least, ...edges], greatest);
}

/**
 * The same for lengths: bins from 0 on whose width is 1, 2 or 5 times a power of ten, at most `most` up to the value
 * below which 99 of 100 of both sides together lie, and one without an end for the rest. A few very long texts would
 * otherwise press all others into the first bin.
 *
 * @param reference  Finite, >= 0, at least one.
 * @param current    The same.
 * @param most       Bins before the open one, >= 1, default 20.
 * @throws CalibrationError TOO_FEW_VALUES, SCORE_NOT_FINITE, OUT_OF_RANGE
 */
export function overlayLengths(reference: ArrayLike<number>, current: ArrayLike<number>, most = 20): OverlaidBin[] {
  requireCount('bins', most, 1);
  const both = Float64Array.from([...Array.from(reference), ...Array.from(current)]).sort();
  requireAtLeast('overlaid bins', both.length, 1);
  requireFiniteScores(both);
  const usual = quantileOfSorted(both, 0.99);
  const width = roundWidth(usual / most);
  const bins = Math.floor(usual / width) + 1;
  const starts = Array.from({ length: bins + 1 }, (_, place) => place * width);
  return countBetween(reference, current, starts, null);
}

/** The next of 1, 2, 5, 10, 20, ... above: then a value at the end of the usual ones still lies in a bin of its own. */
function roundWidth(above: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, above)));
  return power * ([1, 2, 5].find((factor) => factor * power > above) ?? 10);
}

function countBetween(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  starts: readonly number[],
  end: number | null,
): OverlaidBin[] {
  const [before, after] = [binCounts(reference, starts.slice(1)), binCounts(current, starts.slice(1))];
  return starts.map((from, place) => ({
    from,
    to: starts[place + 1] ?? end,
    reference: before[place] ?? 0,
    current: after[place] ?? 0,
  }));
}
