import type { Context } from '@/graphql/context';
import { type GroupChange, type GroupOutcome, regroup, requireMovable } from '@/graphql/duplicates/regroup';
import { AppError } from '@/graphql/errors';
import type { UndoDuplicateDecisionInput } from '@/graphql/generated/resolver-types';
import type { DocumentRow } from '@/graphql/rows';
import type { Database } from '@/prisma/client';
import {
  changeKey,
  chooseFirst,
  findFirstOfKey,
  lockMember,
  type Member,
  mergeGroups,
  partByKeys,
} from '@/prisma/queries/document-groups';
import {
  type DecisionRow,
  findDecisionOn,
  findJoinedKeys,
  takeBackDecision,
} from '@/prisma/queries/duplicate-decisions';

/** What was split is one again, what was joined stands apart again; what has come since goes with its own. */
export function undoDuplicateDecision(
  context: Context,
  input: UndoDuplicateDecisionInput,
): Promise<{ document: DocumentRow }> {
  return regroup(context, input.documentId, 'documentId', (change) => undoDecisionOn(change));
}

export async function undoDecisionOn({ tx, project, member }: GroupChange): Promise<GroupOutcome> {
  const decision = await findDecisionOn(tx, project.id, member.id);
  if (!decision || !(await takeBackDecision(tx, decision.id))) {
    throw new AppError('NOTHING_TO_DO', 'No decision about this document is in force.', ['documentId']);
  }
  const newFirstIds =
    decision.kind === 'SPLIT' ? await unsplit(tx, member, decision) : await unjoin(tx, member, decision);
  const action = decision.kind === 'SPLIT' ? 'duplicate.split_undone' : 'duplicate.join_undone';
  return { action, documentId: member.id, otherId: decision.otherId, newFirstIds };
}

async function unjoin(tx: Database, member: Member, { projectId, keys }: DecisionRow): Promise<readonly string[]> {
  const firstId = member.duplicateOfId ?? member.id;
  await requireMovable(tx, projectId, firstId);
  return (await partByKeys(tx, projectId, firstId, keys))?.newFirstIds ?? [];
}

/** @returns No new first: whoever stays first was one before. */
async function unsplit(tx: Database, member: Member, decision: DecisionRow): Promise<readonly string[]> {
  const { projectId, newKey } = decision;
  const [oldKey = newKey] = decision.keys;
  const otherId = await findFirstOfGroup(tx, projectId, oldKey);
  await changeKey(tx, projectId, newKey, oldKey);
  const ownId = member.duplicateOfId ?? member.id;
  if (!otherId || otherId === ownId) return [];
  await requireMovable(tx, projectId, ownId);
  await requireMovable(tx, projectId, otherId);
  await requireOneOverride(tx, projectId, ownId, otherId);
  const winnerId = await chooseFirst(tx, projectId, [ownId, otherId]);
  await mergeGroups(tx, projectId, winnerId, winnerId === ownId ? otherId : ownId);
  return [];
}

/** Where records of this key belong: to each other, or to the group that a person joined them with. */
async function findFirstOfGroup(tx: Database, projectId: string, key: string): Promise<string | null> {
  for (const candidate of [key, ...(await findJoinedKeys(tx, projectId, key))]) {
    const firstId = await findFirstOfKey(tx, projectId, candidate);
    if (firstId) return firstId;
  }
  return null;
}

async function requireOneOverride(tx: Database, projectId: string, ...ids: readonly string[]): Promise<void> {
  const members = await Promise.all(ids.map((id) => lockMember(tx, projectId, id)));
  if (members.every((member) => member?.overrideScore != null)) {
    const message = 'Both have a score that a person has set, and one would be hidden. Take one of them back first.';
    throw new AppError('CONFLICT', message);
  }
}
