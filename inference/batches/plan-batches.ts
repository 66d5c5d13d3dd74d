/** Windows of one exact length, computed in one run: nothing is padded, so nothing needs a mask. */
export interface PlannedBatch {
  readonly length: number;
  /** Indices into the planned windows. */
  readonly indices: readonly number[];
}

/**
 * Groups windows of the same length into batches of at most `tokenBudget` tokens (always at least one window), longest
 * first, so that the largest memory need comes first and the last batch to finish is a short one.
 */
export function planBatches(lengths: readonly number[], tokenBudget: number): PlannedBatch[] {
  const byLength = new Map<number, number[]>();
  lengths.forEach((length, index) => {
    const group = byLength.get(length);
    if (group) group.push(index);
    else byLength.set(length, [index]);
  });
  return [...byLength]
    .sort(([a], [b]) => b - a)
    .flatMap(([length, indices]) => {
      const size = Math.max(1, Math.floor(tokenBudget / length));
      return Array.from({ length: Math.ceil(indices.length / size) }, (_, part) => ({
        length,
        indices: indices.slice(part * size, (part + 1) * size),
      }));
    });
}
