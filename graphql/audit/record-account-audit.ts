import { recordAudit } from '@/graphql/audit/record-audit';
import type { Viewer } from '@/graphql/context';
import type { Database } from '@/prisma/client';
import type { Prisma } from '@/prisma/generated/client';
import { listTeamIdsOf } from '@/prisma/queries/teams';

/**
 * Records what someone did to their own account or tokens in the record of every team they belong to: each team must
 * be able to show how its members' access came about. Someone without a team leaves no such record.
 */
export async function recordAccountAudit(
  tx: Database,
  viewer: Pick<Viewer, 'id' | 'tokenId'>,
  action: string,
  subject: { readonly type: string; readonly id: string },
  details: Record<string, Prisma.InputJsonValue | null> = {},
): Promise<void> {
  // In one order for everybody, so that two transactions never wait for each other's records.
  for (const teamId of await listTeamIdsOf(tx, viewer.id)) {
    await recordAudit(tx, viewer, action, { teamId, ...subject }, details);
  }
}
