import type { Viewer } from '@/graphql/context';
import type { Database } from '@/prisma/client';
import type { Prisma } from '@/prisma/generated/client';
import { type AuditSubject, appendAuditEvent } from '@/prisma/queries/append-audit-event';

/**
 * Records what a viewer did, in the transaction of what it tells of. It takes a lock on the team that is held until the
 * transaction ends, so call this last.
 */
export function recordAudit(
  tx: Database,
  viewer: Pick<Viewer, 'id' | 'tokenId'>,
  action: string,
  subject: AuditSubject,
  details: Record<string, Prisma.InputJsonValue | null> = {},
): Promise<void> {
  const told = viewer.tokenId ? { ...details, tokenId: viewer.tokenId } : details;
  return appendAuditEvent(tx, { actorId: viewer.id, action, subject, details: told });
}
