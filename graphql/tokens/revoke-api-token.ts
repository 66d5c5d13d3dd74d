import { requireSession } from '@/graphql/accounts/require-session';
import { recordAccountAudit } from '@/graphql/audit/record-account-audit';
import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { RevokeApiTokenInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { ApiTokenRow } from '@/graphql/rows';
import { inTransaction } from '@/prisma/client';
import { findOwnToken, revokeToken } from '@/prisma/queries/api-tokens';

/** Ends a token: its next request is refused. One that was revoked before stays as it is. */
export async function revokeApiToken(context: Context, input: RevokeApiTokenInput): Promise<{ apiToken: ApiTokenRow }> {
  const viewer = requireSession(context);
  const id = keyOf('ApiToken', input.apiTokenId, 'apiTokenId');
  return inTransaction(async (tx) => {
    const revoked = await revokeToken(tx, viewer.id, id, new Date());
    const apiToken = revoked ?? (await findOwnToken(tx, viewer.id, id));
    if (!apiToken) throw notFound('token', 'apiTokenId');
    if (revoked) {
      await recordAccountAudit(tx, viewer, 'token.revoked', { type: 'ApiToken', id }, { name: apiToken.name });
    }
    return { apiToken };
  });
}
