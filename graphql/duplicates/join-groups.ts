import type { Viewer } from '@/graphql/context';
import { type GroupOutcome, requireMovable } from '@/graphql/duplicates/regroup';
import { AppError } from '@/graphql/errors';
import type { Database } from '@/prisma/client';
import { chooseFirst, findKeysOfGroup, lockFirstOf, type Member, mergeGroups } from '@/prisma/queries/document-groups';
import { insertJoin } from '@/prisma/queries/duplicate-decisions';

/** The groups of two documents become one; call it under lockProjectDocuments. */
export async function joinGroups(
  tx: Database,
  viewer: Viewer,
  projectId: string,
  members: readonly [Member, Member],
): Promise<GroupOutcome> {
  const firsts = [await lockFirstOf(tx, projectId, members[0]), await lockFirstOf(tx, projectId, members[1])] as const;
  const [one, other] = firsts;
  if (one.id === other.id) throw new AppError('NOTHING_TO_DO', 'These two are grouped already.');
  if (one.overrideScore !== null && other.overrideScore !== null) {
    const message = 'Both have a score that a person has set, and one would be hidden. Take one of them back first.';
    throw new AppError('CONFLICT', message);
  }
  const winnerId = await chooseFirst(tx, projectId, [one.id, other.id]);
  const [winner, loser] = winnerId === one.id ? [one, other] : [other, one];
  await requireMovable(tx, projectId, loser.id);
  const keys = await findKeysOfGroup(tx, projectId, loser.id);
  await mergeGroups(tx, projectId, winner.id, loser.id);
  const decision = { projectId, documentId: loser.id, otherId: winner.id, decidedById: viewer.id };
  await insertJoin(tx, { ...decision, keys, newKey: winner.dedupKey });
  return { action: 'duplicate.joined', documentId: loser.id, otherId: winner.id, newFirstIds: [] };
}
