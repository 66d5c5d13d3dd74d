import type { Context } from '@/graphql/context';
import { joinGroups } from '@/graphql/duplicates/join-groups';
import { regroup } from '@/graphql/duplicates/regroup';
import { invalid, notFound } from '@/graphql/errors';
import type { JoinDuplicatesInput } from '@/graphql/generated/resolver-types';
import { keysOf } from '@/graphql/global-id';
import type { DocumentRow } from '@/graphql/rows';
import { lockMember } from '@/prisma/queries/document-groups';

/** Two documents of a project are one work, whatever their identifiers say; one of them stays first. */
export function joinDuplicates(context: Context, input: JoinDuplicatesInput): Promise<{ document: DocumentRow }> {
  return regroup(context, input.documentId, 'documentId', async ({ tx, viewer, project, member }) => {
    const [otherProjectId, otherId] = keysOf('Document', input.otherId, 'otherId');
    const other = otherProjectId === project.id ? await lockMember(tx, project.id, otherId) : null;
    if (!other) throw notFound('document', 'otherId');
    if (other.id === member.id) throw invalid('otherId', 'A document is not joined with itself: name another one.');
    return joinGroups(tx, viewer, project.id, [member, other]);
  });
}
