import { recordAudit } from '@/graphql/audit/record-audit';
import type { Context } from '@/graphql/context';
import type { RenameTeamInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireLine } from '@/graphql/input-text';
import type { TeamRow } from '@/graphql/rows';
import { changeTeam } from '@/graphql/teams/change-team';
import { MAX_TEAM_NAME } from '@/graphql/teams/create-team';
import { renameTeam as renameTeamRow } from '@/prisma/queries/teams';

export async function renameTeam(context: Context, input: RenameTeamInput): Promise<{ team: TeamRow }> {
  const teamId = keyOf('Team', input.teamId, 'teamId');
  return changeTeam(context, teamId, 'team:rename', async (tx, { viewer, team }) => {
    const name = requireLine('name', input.name, MAX_TEAM_NAME);
    if (name === team.name) return { team };
    const renamed = await renameTeamRow(tx, teamId, name);
    await recordAudit(
      tx,
      viewer,
      'team.renamed',
      { teamId, type: 'Team', id: teamId },
      { from: team.name, to: renamed.name },
    );
    return { team: renamed };
  });
}
