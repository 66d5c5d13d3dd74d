import type { Context } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { WithdrawSampleAnswerInput } from '@/graphql/generated/resolver-types';
import type { SampleItemRow, SampleRow } from '@/graphql/rows';
import { changeAnswer } from '@/graphql/samples/change-answer';
import { appendWithdrawal } from '@/prisma/queries/sample-answers';

/** The viewer's own answer is no longer in force; it stays in the record, superseded by its withdrawal. */
export function withdrawSampleAnswer(
  context: Context,
  input: WithdrawSampleAnswerInput,
): Promise<{ item: SampleItemRow; sample: SampleRow }> {
  return changeAnswer(context, input.itemId, async (tx, answer) => {
    const withdrawn = await appendWithdrawal(tx, answer);
    if (!withdrawn) throw new AppError('NOTHING_TO_DO', 'You have no answer about this document to take back.');
    const { ratingId, before } = withdrawn;
    const details = { ratingId, from: before.value, isSkipped: before.value === null };
    return { action: 'sample.answer_withdrawn', details };
  });
}
