import type { Context } from '@/graphql/context';
import { regroup, requireMovable } from '@/graphql/duplicates/regroup';
import { AppError } from '@/graphql/errors';
import type { SplitDuplicateInput } from '@/graphql/generated/resolver-types';
import type { DocumentRow } from '@/graphql/rows';
import { splitOff } from '@/prisma/queries/document-groups';
import { insertSplit } from '@/prisma/queries/duplicate-decisions';
import { dismissPair } from '@/prisma/queries/duplicate-proposals';

/** The document stands by itself from now on, scored by itself; later imports of the same record follow it. */
export function splitDuplicate(context: Context, input: SplitDuplicateInput): Promise<{ document: DocumentRow }> {
  return regroup(context, input.documentId, 'documentId', async ({ tx, viewer, project, member }) => {
    if (!member.duplicateOfId) await requireMovable(tx, project.id, member.id);
    const split = await splitOff(tx, project.id, member);
    if (!split) throw new AppError('NOTHING_TO_DO', 'This document is the only record of its work.', ['documentId']);
    const { otherId, newKey, newFirstIds } = split;
    const pair = { projectId: project.id, documentId: member.id, otherId, decidedById: viewer.id };
    await insertSplit(tx, { ...pair, keys: [member.dedupKey], newKey });
    await dismissPair(tx, pair);
    return { action: 'duplicate.split', documentId: member.id, otherId, newFirstIds };
  });
}
