import type { NamedLabel } from './sampling-design';

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
export function suspectLabels(labels: readonly NamedLabel[], most = 20): SuspectLabel[] {
  return labels
    .map(({ id, score, rating }) => ({ id, score, rating, gap: rating - score }))
    .sort((left, right) => Math.abs(right.gap) - Math.abs(left.gap) || (left.id < right.id ? -1 : 1))
    .slice(0, most);
}

/** What a second look at a label says: it stands with the label, with the score, or exactly between them. */
export type SecondLookVerdict = 'CONFIRMS_LABEL' | 'AGREES_WITH_SCORE' | 'UNDECIDED';

/**
 * Whether a second look lies nearer to the first label or to the score. Nothing follows from it for the label itself.
 *
 * @param secondLook  The new rating, on the scale of both.
 */
export function judgeSecondLook(secondLook: number, label: number, score: number): SecondLookVerdict {
  const [toLabel, toScore] = [Math.abs(secondLook - label), Math.abs(secondLook - score)];
  // Ratings come in tenths: a difference of the last bit is none.
  if (Math.abs(toLabel - toScore) < 1e-9) return 'UNDECIDED';
  return toLabel < toScore ? 'CONFIRMS_LABEL' : 'AGREES_WITH_SCORE';
}
