import type { Database } from '../client';

/** Whether a person who signed in earlier, or the token that speaks for them, still may: for what stays open long. */
export async function isViewerLive(
  db: Database,
  viewer: { readonly id: string; readonly tokenId: string | null },
  now: Date,
): Promise<boolean> {
  const user = await db.user.findFirst({ where: { id: viewer.id, disabledAt: null }, select: { id: true } });
  if (!user || !viewer.tokenId) return user !== null;
  const token = await db.apiToken.findFirst({
    where: {
      id: viewer.tokenId,
      userId: viewer.id,
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    select: { id: true },
  });
  return token !== null;
}
