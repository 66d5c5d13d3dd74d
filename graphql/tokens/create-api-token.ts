import { requireSession } from '@/graphql/accounts/require-session';
import { recordAccountAudit } from '@/graphql/audit/record-account-audit';
import type { Context } from '@/graphql/context';
import { AppError, invalid } from '@/graphql/errors';
import type { CreateApiTokenInput } from '@/graphql/generated/resolver-types';
import { requireLine } from '@/graphql/input-text';
import type { ApiTokenRow } from '@/graphql/rows';
import { createTokenSecret, hashSecret, prefixOf } from '@/graphql/tokens/token-secret';
import { inTransaction } from '@/prisma/client';
import type { TokenScope } from '@/prisma/generated/enums';
import { countLiveTokens, insertToken } from '@/prisma/queries/api-tokens';

const DEFAULT_DAYS = 90;
const MAX_DAYS = 365;
const MAX_LIVE = 50;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes a personal token. Its secret is in this answer and nowhere else. */
export async function createApiToken(
  context: Context,
  input: CreateApiTokenInput,
): Promise<{ apiToken: ApiTokenRow; secret: string }> {
  const viewer = requireSession(context);
  const name = requireLine('name', input.name, 100);
  const scopes = readScopes(input.scopes);
  const days = readDays(input.expiresInDays ?? DEFAULT_DAYS);
  const now = new Date();
  const secret = createTokenSecret();
  const apiToken = await inTransaction(async (tx) => {
    if ((await countLiveTokens(tx, viewer.id, now)) >= MAX_LIVE) {
      throw new AppError('TOO_MANY', `One person has at most ${MAX_LIVE} tokens. Revoke one first.`);
    }
    const token = await insertToken(tx, {
      userId: viewer.id,
      name,
      prefix: prefixOf(secret),
      tokenHash: hashSecret(secret),
      scopes,
      expiresAt: new Date(now.getTime() + days * DAY_MS),
    });
    await recordAccountAudit(tx, viewer, 'token.created', { type: 'ApiToken', id: token.id }, { name, scopes, days });
    return token;
  });
  return { apiToken, secret };
}

/** Who may write may read: every mutation answers with what it changed. */
function readScopes(asked: readonly TokenScope[]): TokenScope[] {
  if (asked.length === 0) throw invalid('scopes', 'A token needs a scope.', 'REQUIRED');
  return asked.includes('WRITE') ? ['READ', 'WRITE'] : ['READ'];
}

function readDays(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= MAX_DAYS) return days;
  throw invalid('expiresInDays', `A token lives 1 to ${MAX_DAYS} days.`, 'OUT_OF_RANGE');
}
