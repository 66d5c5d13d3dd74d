import { requireSession } from '@/graphql/accounts/require-session';
import { recordAccountAudit } from '@/graphql/audit/record-account-audit';
import type { Context } from '@/graphql/context';
import type { UserRow } from '@/graphql/rows';
import { inTransaction } from '@/prisma/client';
import { endSessions } from '@/prisma/queries/users';

/** Ends every session of the account from the next request, the asking one too. Personal tokens stay. */
export async function signOutEverywhere(context: Context): Promise<{ user: UserRow }> {
  const viewer = requireSession(context);
  return inTransaction(async (tx) => {
    const user = await endSessions(tx, viewer.id);
    await recordAccountAudit(tx, viewer, 'account.signed_out_everywhere', { type: 'User', id: viewer.id });
    return { user };
  });
}
