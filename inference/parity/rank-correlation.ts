/**
 * Spearman's rank correlation, ties sharing their mean rank; -1 to 1.
 *
 * @returns null with fewer than 3 pairs or when one side is all equal.
 */
export function rankCorrelation(left: readonly number[], right: readonly number[]): number | null {
  if (left.length < 3) return null;
  const [a, b] = [ranks(left), ranks(right)];
  const middle = (left.length + 1) / 2;
  let products = 0;
  let squaresA = 0;
  let squaresB = 0;
  a.forEach((rank, i) => {
    const [da, db] = [rank - middle, (b[i] ?? middle) - middle];
    products += da * db;
    squaresA += da * da;
    squaresB += db * db;
  });
  return squaresA === 0 || squaresB === 0 ? null : products / Math.sqrt(squaresA * squaresB);
}

/** Ranks from 1. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const found: number[] = new Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++;
    for (let place = start; place < end; place++) found[order[place] ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return found;
}
