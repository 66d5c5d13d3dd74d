/** Documents whose score lies in [from, to); the last bin of a histogram includes its upper end. */
export type HistogramBin = Readonly<{ from: number; to: number; count: number }>;

/**
 * Counts scores into equal bins over 1..5.
 *
 * @param scores    Scores, each in 1..5; others are refused.
 * @param binCount  How many bins, >= 1.
 * @throws RangeError for a score outside 1..5.
 */
export function binScores(scores: Iterable<number>, binCount: number): HistogramBin[] {
  const counts = new Array<number>(binCount).fill(0);
  for (const score of scores) {
    if (!(score >= 1 && score <= 5)) throw new RangeError(`A score lies in 1..5, not at ${score}.`);
    const bin = Math.min(binCount - 1, Math.floor(((score - 1) / 4) * binCount));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, bin) => ({ from: 1 + (4 * bin) / binCount, to: 1 + (4 * (bin + 1)) / binCount, count }));
}

/**
 * Documents at or above a threshold. Inside the bin that it cuts the share is taken as even, so the result is then an
 * estimate; on a bin's edge it is exact.
 */
export function countIncluded(
  bins: readonly HistogramBin[],
  threshold: number,
): Readonly<{ count: number; exact: boolean }> {
  let count = 0;
  let exact = true;
  for (const bin of bins) {
    if (threshold <= bin.from + 1e-9) count += bin.count;
    else if (threshold < bin.to - 1e-9) {
      count += bin.count * ((bin.to - threshold) / (bin.to - bin.from));
      exact = bin.count === 0 && exact;
    }
  }
  return { count: Math.round(count), exact };
}

export function totalCount(bins: readonly HistogramBin[]): number {
  return bins.reduce((sum, bin) => sum + bin.count, 0);
}

/** Round numbers for a count axis: 0 and up to `most` further ones, the last at or over the greatest count. */
export function countTicks(greatest: number, most = 4): number[] {
  if (greatest <= 0) return [0];
  const rough = greatest / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power * 10);
  const ticks = [0];
  while ((ticks.at(-1) ?? 0) < greatest) ticks.push(ticks.length * step);
  return ticks;
}
