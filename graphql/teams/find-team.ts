import { type Context, requirePermission } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { TeamRow } from '@/graphql/rows';

/** @throws AppError NOT_FOUND for a team the viewer does not belong to, as for none. */
export async function findTeam(context: Context, teamId: string): Promise<TeamRow> {
  await requirePermission(context, teamId, 'team:read', 'team', 'id');
  const team = await context.loaders.team.load(teamId);
  if (!team) throw notFound('team', 'id');
  return team;
}
