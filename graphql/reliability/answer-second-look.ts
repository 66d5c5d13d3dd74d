import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import type {
  FinishSecondLookInput,
  RateSecondLookInput,
  WithdrawSecondLookInput,
} from '@/graphql/generated/resolver-types';
import { keyOf, keysOf } from '@/graphql/global-id';
import type { SecondLookItemRow, SecondLookRow } from '@/graphql/rows';
import { requireSample } from '@/graphql/samples/find-sample';
import { readAnswer } from '@/graphql/samples/rate-sample-item';
import { StaleVersion } from '@/graphql/stale-version';
import { publish } from '@/jobs/events';
import { type Database, getDatabase, inTransaction } from '@/prisma/client';
import {
  appendLookWithdrawal,
  appendSecondLook,
  countAnsweredLooks,
  findLook,
  finishSecondLookRow,
  type LockedLook,
  lockLook,
} from '@/prisma/queries/second-looks';

interface Answered {
  readonly item: SecondLookItemRow;
  readonly secondLook: SecondLookRow;
}

/** The second look's own rater says what they think of a document now; it changes no label. */
export function rateSecondLook(context: Context, input: RateSecondLookInput): Promise<Answered> {
  return changeLook(context, input, async (tx, found) => {
    const given = readAnswer(input);
    const { item } = found;
    const isSame =
      item.value === given.value && item.isSkipped === (given.value === null) && item.reason === given.reason;
    if (found.locked.ratingId && isSame) return null;
    requireVersion(found, input.expectedVersion);
    return { action: 'second_look.rated', ratingId: await appendSecondLook(tx, { ...found.answer, ...given }) };
  });
}

export function withdrawSecondLook(context: Context, input: WithdrawSecondLookInput): Promise<Answered> {
  return changeLook(context, input, async (tx, found) => {
    requireVersion(found, input.expectedVersion);
    if (!found.locked.ratingId) {
      throw new AppError('NOTHING_TO_DO', 'You have no answer about this document to take back.');
    }
    const ratingId = await appendLookWithdrawal(tx, { ...found.answer, value: null, reason: '' });
    return { action: 'second_look.answer_withdrawn', ratingId };
  });
}

/** Its answers stand from here on, and what was suspected is told. */
export async function finishSecondLook(
  context: Context,
  input: FinishSecondLookInput,
): Promise<{ secondLook: SecondLookRow }> {
  const viewer = requireViewer(context);
  const id = keyOf('SecondLook', input.secondLookId, 'secondLookId');
  const { secondLook, project } = await requireOwnLook(context, id, 'secondLookId', 'second look');
  return inTransaction(async (tx) => {
    const answered = await countAnsweredLooks(tx, id);
    if (!secondLook.finishedAt && answered === 0) {
      throw new AppError('NOTHING_TO_DO', 'Nothing of this second look is answered yet.');
    }
    if (await finishSecondLookRow(tx, id)) {
      const { projectId, sampleId } = secondLook;
      await publish(tx, { projectId, topic: 'RATING' });
      const subject = { teamId: project.teamId, projectId, type: 'Sample', id: sampleId };
      await recordAudit(tx, viewer, 'second_look.finished', subject, { secondLookId: id, answered });
    }
    return { secondLook: await tx.secondLook.findUniqueOrThrow({ where: { id } }) };
  });
}

interface FoundLook {
  readonly locked: LockedLook;
  readonly item: SecondLookItemRow;
  readonly answer: Omit<Parameters<typeof appendSecondLook>[1], 'value' | 'reason'>;
}

async function changeLook(
  context: Context,
  { itemId }: { readonly itemId: string },
  change: (tx: Database, found: FoundLook) => Promise<{ action: string; ratingId: string } | null>,
): Promise<Answered> {
  const viewer = requireViewer(context);
  const [secondLookId, place] = keysOf('SecondLookItem', itemId, 'itemId');
  const position = Number(place);
  const { secondLook, project } = await requireOwnLook(context, secondLookId, 'itemId', 'item of a second look');
  const { projectId, sampleId, raterId } = secondLook;
  return inTransaction(async (tx) => {
    const locked = await lockLook(tx, secondLookId, position);
    const item = locked && (await findLook(tx, secondLookId, position));
    if (!locked || !item) throw notFound('item of a second look', 'itemId');
    if (locked.finishedAt) {
      throw new AppError('INVALID', 'This second look is finished: its results are shown, and its answers stand.');
    }
    const { documentId } = locked;
    const answer = { projectId, documentId, sampleId, raterId, secondLookId, position };
    const done = await change(tx, { locked, item, answer });
    if (!done) return { item, secondLook };
    await publish(tx, { projectId, topic: 'RATING' });
    const subject = { teamId: project.teamId, projectId, type: 'Document', id: documentId };
    const details = { sampleId, secondLookId, ratingId: done.ratingId };
    await recordAudit(tx, viewer, done.action, subject, details);
    const changed = await findLook(tx, secondLookId, position);
    if (!changed) throw notFound('item of a second look', 'itemId');
    return { item: changed, secondLook };
  });
}

function requireVersion({ item, locked }: FoundLook, expectedVersion: number): void {
  if (locked.version !== expectedVersion) throw new StaleVersion('answer', item);
}

/** A second look belongs to one person: to all others it is not there to be answered. */
async function requireOwnLook(context: Context, id: string, field: string, what: string) {
  const secondLook = await getDatabase().secondLook.findUnique({ where: { id } });
  if (!secondLook) throw notFound(what, field);
  const { project } = await requireSample(context, secondLook.sampleId, 'sample:rate', what, field);
  if (secondLook.raterId !== requireViewer(context).id) throw notFound(what, field);
  return { secondLook, project };
}
