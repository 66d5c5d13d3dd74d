import { requireSession } from '@/graphql/accounts/require-session';
import { recordAccountAudit } from '@/graphql/audit/record-account-audit';
import type { Context } from '@/graphql/context';
import type { UpdateProfileInput } from '@/graphql/generated/resolver-types';
import { requireLine } from '@/graphql/input-text';
import type { UserRow } from '@/graphql/rows';
import { inTransaction } from '@/prisma/client';
import { renameUser } from '@/prisma/queries/users';

export async function updateProfile(context: Context, input: UpdateProfileInput): Promise<{ user: UserRow }> {
  const viewer = requireSession(context);
  const name = requireLine('name', input.name, 100);
  return inTransaction(async (tx) => {
    const user = await renameUser(tx, viewer.id, name);
    if (name !== viewer.name) {
      await recordAccountAudit(
        tx,
        viewer,
        'account.renamed',
        { type: 'User', id: viewer.id },
        { from: viewer.name, to: name },
      );
    }
    return { user };
  });
}
