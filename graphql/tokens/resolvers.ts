import { requireSession } from '@/graphql/accounts/require-session';
import { answer } from '@/graphql/answer';
import { toConnection } from '@/graphql/connection';
import type { Context } from '@/graphql/context';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { createApiToken } from '@/graphql/tokens/create-api-token';
import { revokeApiToken } from '@/graphql/tokens/revoke-api-token';
import { getDatabase } from '@/prisma/client';
import { countLiveTokens, listLiveTokens } from '@/prisma/queries/api-tokens';

export const tokensResolvers: Resolvers = {
  Query: { apiTokens: (_root, page, context) => listOwnTokens(context, page) },
  Mutation: {
    createApiToken: async (_root, { input }, context) => ({
      secret: null,
      ...(await answer(() => createApiToken(context, input))),
    }),
    revokeApiToken: (_root, { input }, context) => answer(() => revokeApiToken(context, input)),
  },
  ApiToken: { id: (token) => toGlobalId('ApiToken', token.id) },
};

async function listOwnTokens(
  context: Context,
  page: { readonly first?: number | null; readonly after?: string | null },
) {
  const viewer = requireSession(context);
  const { take, after } = readTimePage(page, 50);
  const now = new Date();
  const [tokens, total] = await Promise.all([
    listLiveTokens(getDatabase(), viewer.id, { after, take: take + 1, now }),
    countLiveTokens(getDatabase(), viewer.id, now),
  ]);
  return toConnection(tokens, take, total, timeKey, after !== null);
}
