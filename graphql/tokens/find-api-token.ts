import { requireSession } from '@/graphql/accounts/require-session';
import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { ApiTokenRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findOwnToken } from '@/prisma/queries/api-tokens';

/** One's own token, whether it still works or not; not visible to a token. */
export async function findApiToken(context: Context, tokenId: string): Promise<ApiTokenRow> {
  const viewer = requireSession(context);
  const token = await findOwnToken(getDatabase(), viewer.id, tokenId);
  if (!token) throw notFound('token', 'id');
  return token;
}
