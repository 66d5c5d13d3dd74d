import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { CreateTeamInput } from '@/graphql/generated/resolver-types';
import { requireLine } from '@/graphql/input-text';
import type { TeamRow } from '@/graphql/rows';
import { getDatabase, inTransaction } from '@/prisma/client';
import { countTeamsOf, insertTeam } from '@/prisma/queries/teams';

export const MAX_TEAM_NAME = 100;
const MAX_TEAMS = 200;

/** The viewer becomes its owner. */
export async function createTeam(context: Context, input: CreateTeamInput): Promise<{ team: TeamRow }> {
  const viewer = requireViewer(context);
  const name = requireLine('name', input.name, MAX_TEAM_NAME);
  if ((await countTeamsOf(getDatabase(), viewer.id)) >= MAX_TEAMS) {
    throw new AppError('TOO_MANY', `One person belongs to at most ${MAX_TEAMS} teams.`);
  }
  return inTransaction(async (tx) => {
    const team = await insertTeam(tx, name, viewer.id);
    await recordAudit(tx, viewer, 'team.created', { teamId: team.id, type: 'Team', id: team.id }, { name });
    return { team };
  });
}
