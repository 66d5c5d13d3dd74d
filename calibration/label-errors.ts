import type { SampledLabel } from './sampling-design';

/** A label worth a second look. */
export interface SuspectLabel {
  readonly id: string;
  readonly score: number;
  readonly rating: number;
  /** rating - score: above 0 where the expert saw more than the model. */
  readonly gap: number;
}

/**
 * Labels in order of |score - rating|, largest first, then by id: either the model or the label is wrong there, and a
 * second expert's look costs least where they are furthest apart. Look only; a label changed because the model
 * disagrees is no validation label any more.
 *
 * @param most  At most this many, >= 0.
 */
export function suspectLabels(labels: readonly SampledLabel[], most = 20): SuspectLabel[] {
  return labels
    .map(({ id, score, rating }) => ({ id, score, rating, gap: rating - score }))
    .sort((left, right) => Math.abs(right.gap) - Math.abs(left.gap) || (left.id < right.id ? -1 : 1))
    .slice(0, most);
}
