import { type Permission, roleMay } from '@/graphql/access';
import { type Context, requirePermission, requireViewer, type Viewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import type { TeamRow } from '@/graphql/rows';
import { type Database, inTransaction } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';
import { findRole } from '@/prisma/queries/memberships';
import { lockTeam } from '@/prisma/queries/teams';

export interface TeamChange {
  readonly viewer: Viewer;
  readonly team: TeamRow;
  /** The viewer's role as it is under the lock. */
  readonly role: Role;
}

/** A change of a team or its people, one after the other within a team. */
export async function changeTeam<Result>(
  context: Context,
  teamId: string,
  permission: Permission,
  work: (tx: Database, change: TeamChange) => Promise<Result>,
): Promise<Result> {
  await requirePermission(context, teamId, permission, 'team', 'teamId');
  const result = await inTransaction(async (tx) => work(tx, await beginTeamChange(context, tx, teamId, permission)));
  forgetLoaded(context, teamId);
  return result;
}

/**
 * Locks the team until the transaction ends and asks the access table again: someone removed or demoted a moment ago
 * changes nothing any more, and the last owner is counted while nobody else can leave.
 */
export async function beginTeamChange(
  context: Context,
  tx: Database,
  teamId: string,
  permission: Permission,
): Promise<TeamChange> {
  const viewer = requireViewer(context);
  const team = await lockTeam(tx, teamId);
  const role = team && (await findRole(tx, teamId, viewer.id));
  if (!role) throw notFound('team', 'teamId');
  requireRole(role, permission);
  return { viewer, team, role };
}

/** As requirePermission, for a role that was read under the lock. */
export function requireRole(role: Role, permission: Permission, field: string | null = null): void {
  if (roleMay(role, permission)) return;
  const message = `Your role in this team (${role.toLowerCase()}) does not allow this.`;
  throw new AppError('FORBIDDEN', message, field ? [field] : null);
}

/** What this request has read of the team is older than its change. */
export function forgetLoaded(context: Context, teamId: string): void {
  context.loaders.role.clearAll();
  context.loaders.team.clear(teamId);
}
