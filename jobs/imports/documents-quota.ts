import type { ClientBase } from 'pg';
import { findQuota } from '@/jobs/quotas';
import { findTeamOfProject, lockTeamRoom, measureTeamUsage } from '@/prisma/queries/team-quotas';

/** The team may not have so many documents. What is stored stays; a retry goes on once there is room. */
export class QuotaExceeded extends Error {
  override readonly name = 'QuotaExceeded';
  readonly code = 'QUOTA_EXCEEDED';
}

/** Call it in the transaction that stores them, behind lockProjectDocuments. */
export async function requireRoomFor(tx: ClientBase, projectId: string, documents: number): Promise<void> {
  if (documents === 0) return;
  const teamId = await findTeamOfProject(tx, projectId);
  if (!teamId) return;
  const { documents: most } = await findQuota(tx, teamId);
  if (most === null) return;
  await lockTeamRoom(tx, teamId);
  const { documents: stored } = await measureTeamUsage(tx, teamId);
  if (stored + documents <= most) return;
  const [limit, used, next] = [most, stored, documents].map((count) => count.toLocaleString('en'));
  throw new QuotaExceeded(
    `The team may keep ${limit} documents and has ${used}; the next ${next} do not fit. What was stored stays; ` +
      'make room by undoing an import, or ask the operator for more, and try again: the import goes on from here.',
  );
}
