import type { Context } from '@/graphql/context';
import { invalid } from '@/graphql/errors';
import type { RateSampleItemInput } from '@/graphql/generated/resolver-types';
import { readRatingValue, readReason } from '@/graphql/ratings/rating-input';
import type { SampleItemRow, SampleRow } from '@/graphql/rows';
import { changeAnswer } from '@/graphql/samples/change-answer';
import { appendAnswer } from '@/prisma/queries/sample-answers';

/** One rater's answer about a drawn document: a value or a skip with its reason; given again, it changes the answer. */
export function rateSampleItem(
  context: Context,
  input: RateSampleItemInput,
): Promise<{ item: SampleItemRow; sample: SampleRow }> {
  return changeAnswer(context, input.itemId, async (tx, answer) => {
    const { value, reason } = readAnswer(input);
    const { ratingId, before } = await appendAnswer(tx, { ...answer, value, reason });
    const details = { ratingId, to: value, isSkipped: value === null, reason };
    return { action: 'sample.rated', details: before ? { ...details, from: before.value } : details };
  });
}

/** A value, or a skip that says why. */
export function readAnswer({
  value,
  isSkipped,
  reason: given,
}: Pick<RateSampleItemInput, 'value' | 'isSkipped' | 'reason'>): {
  readonly value: number | null;
  readonly reason: string;
} {
  const reason = readReason(given);
  if (isSkipped && value != null) throw invalid('isSkipped', 'A document is either rated or passed over, not both.');
  if (isSkipped && reason === '') throw invalid('reason', 'Say why this document is passed over.', 'REQUIRED');
  if (isSkipped) return { value: null, reason };
  if (value == null) throw invalid('value', 'Give a value from 1 to 5, or pass over the document.', 'REQUIRED');
  return { value: readRatingValue(value), reason };
}
