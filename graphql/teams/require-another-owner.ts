import { AppError } from '@/graphql/errors';
import type { Database } from '@/prisma/client';
import { countOwners } from '@/prisma/queries/memberships';

/** Asked under the team's lock, before an owner goes or becomes something else. */
export async function requireAnotherOwner(tx: Database, teamId: string, field: string): Promise<void> {
  if ((await countOwners(tx, teamId)) > 1) return;
  throw new AppError('LAST_OWNER', 'A team keeps at least one owner. Make someone else an owner first.', [field]);
}
