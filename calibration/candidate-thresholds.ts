import { requireCount } from './input-checks';
import type { SortedLabels } from './labels';

/**
 * Thresholds worth showing, ascending: the smallest labelled score (everything labelled is included), then the
 * midpoints between neighbouring different scores. Include means score >= threshold, so ties stay together.
 *
 * @param maximum  At most this many, spread evenly over the labelled documents' ranks, the first and last among them.
 */
export function candidateThresholds(labels: SortedLabels, maximum: number): number[] {
  requireCount('maximum', maximum, 1);
  const scores = distinctScores(labels);
  const count = Math.min(maximum, scores.length);
  const thresholds: number[] = [];
  for (let k = 0; k < count; k++) {
    const place = count === 1 ? 0 : Math.round((k * (scores.length - 1)) / (count - 1));
    thresholds.push(place === 0 ? (scores[0] ?? 0) : midpoint(scores[place - 1] ?? 0, scores[place] ?? 0));
  }
  return thresholds;
}

/** The middle of two different numbers, or the upper one where doubles leave no room between them. */
export function midpoint(below: number, above: number): number {
  const middle = below + (above - below) / 2;
  return middle > below ? middle : above;
}

/** All labelled scores, ascending, each once: a merge of the two sorted classes. */
export function distinctScores({ relevant, irrelevant }: SortedLabels): Float64Array {
  const merged = new Float64Array(relevant.length + irrelevant.length);
  let kept = 0;
  let r = 0;
  let i = 0;
  while (r < relevant.length || i < irrelevant.length) {
    const nextRelevant = relevant[r] ?? Infinity;
    const nextIrrelevant = irrelevant[i] ?? Infinity;
    const score = Math.min(nextRelevant, nextIrrelevant);
    if (nextRelevant <= nextIrrelevant) r++;
    else i++;
    if (kept === 0 || score !== merged[kept - 1]) merged[kept++] = score;
  }
  return merged.subarray(0, kept);
}
