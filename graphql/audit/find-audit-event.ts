import { type Context, requirePermission, requireViewer } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { AuditEventRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findAuditEventRow } from '@/prisma/queries/audit-events';

/** An event of a project is for all who read the project, one of the team for those who read the team's record. */
export async function findAuditEvent(context: Context, eventId: string): Promise<AuditEventRow> {
  requireViewer(context);
  const event = await findAuditEventRow(getDatabase(), eventId);
  if (!event) throw notFound('audit event', 'id');
  await requirePermission(context, event.teamId, event.projectId ? 'project:read' : 'team:audit', 'audit event', 'id');
  return event;
}
