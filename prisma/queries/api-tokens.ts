import type { Database } from '@/prisma/client';
import type { ApiToken, TokenScope } from '@/prisma/generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from './newest-first';

const COLUMNS = {
  id: true,
  userId: true,
  name: true,
  prefix: true,
  tokenHash: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const;

/** Everything that decides whether a token speaks for its owner, in one read. */
export function findTokenByHash(db: Database, tokenHash: string) {
  return db.apiToken.findUnique({
    where: { tokenHash },
    select: {
      id: true,
      scopes: true,
      expiresAt: true,
      lastUsedAt: true,
      revokedAt: true,
      user: { select: { id: true, name: true, email: true, disabledAt: true } },
    },
  });
}

/** Records a use unless one was recorded since `staleBefore`, so that a busy token writes at most once in a while. */
export async function recordTokenUse(db: Database, tokenId: string, now: Date, staleBefore: Date): Promise<void> {
  await db.apiToken.updateMany({
    where: { id: tokenId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: staleBefore } }] },
    data: { lastUsedAt: now },
  });
}

export function insertToken(
  db: Database,
  token: {
    readonly userId: string;
    readonly name: string;
    readonly prefix: string;
    readonly tokenHash: string;
    readonly scopes: TokenScope[];
    readonly expiresAt: Date;
  },
): Promise<ApiToken> {
  return db.apiToken.create({ data: token, select: COLUMNS });
}

const isLive = (userId: string, now: Date) => ({
  userId,
  revokedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
});

export function countLiveTokens(db: Database, userId: string, now: Date): Promise<number> {
  return db.apiToken.count({ where: isLive(userId, now) });
}

/** A user's tokens that still work, newest first. */
export function listLiveTokens(
  db: Database,
  userId: string,
  { after, take, now }: TimeKeyPage & { readonly now: Date },
): Promise<ApiToken[]> {
  return db.apiToken.findMany({
    where: { AND: [isLive(userId, now), newestFirstAfter(after)] },
    orderBy: NEWEST_FIRST,
    take,
    select: COLUMNS,
  });
}

export function findOwnToken(db: Database, userId: string, tokenId: string): Promise<ApiToken | null> {
  return db.apiToken.findFirst({ where: { id: tokenId, userId }, select: COLUMNS });
}

/** The token as revoked now, or null when it was revoked before. */
export async function revokeToken(
  db: Database,
  userId: string,
  tokenId: string,
  revokedAt: Date,
): Promise<ApiToken | null> {
  const [row] = await db.apiToken.updateManyAndReturn({
    where: { id: tokenId, userId, revokedAt: null },
    data: { revokedAt },
    select: COLUMNS,
  });
  return row ?? null;
}
