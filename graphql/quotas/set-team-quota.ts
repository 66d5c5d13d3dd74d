import { requireSession } from '@/graphql/accounts/require-session';
import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requirePermission, requireViewer, roleIn } from '@/graphql/context';
import { AppError, invalid, notFound } from '@/graphql/errors';
import type { SetTeamQuotaInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { viewerIsOperator } from '@/graphql/models/require-operator';
import type { TeamRow } from '@/graphql/rows';
import { getDatabase, inTransaction } from '@/prisma/client';
import { findTeamAccount, type TeamAccountRow } from '@/prisma/queries/team-accounts';
import { type QuotaOverride, saveQuotaOverride } from '@/prisma/queries/team-quotas';

/** An operator is no member: the team is found by its id alone. To anyone else it shows itself as to a stranger. */
export async function setTeamQuota(
  context: Context,
  input: SetTeamQuotaInput,
): Promise<{ team: TeamRow | null; account: TeamAccountRow | null }> {
  const viewer = requireViewer(context);
  const teamId = keyOf('Team', input.teamId, 'teamId');
  if (!(await viewerIsOperator(context))) {
    await requirePermission(context, teamId, 'team:read', 'team', 'teamId');
    throw new AppError('FORBIDDEN', 'Only an operator of this installation may do this.');
  }
  requireSession(context);
  const quota = readQuota(input);
  const team = await context.loaders.team.load(teamId);
  if (!team) throw notFound('team', 'teamId');
  await inTransaction(async (tx) => {
    await saveQuotaOverride(tx, teamId, quota);
    await recordAudit(tx, viewer, 'team.quota_set', { teamId, type: 'Team', id: teamId }, { ...quota });
  });
  // What a team holds is its members': who only sets its limits gets no way into it with the answer.
  const isMember = (await roleIn(context, teamId)) !== null;
  return { team: isMember ? team : null, account: await findTeamAccount(getDatabase(), teamId) };
}

function readQuota(input: SetTeamQuotaInput): QuotaOverride {
  const { documents = null, storedBytes = null, filesAtOnce = null, fileBytes = null } = input;
  const quota = { documents, storedBytes, filesAtOnce, fileBytes };
  for (const [field, amount] of Object.entries(quota)) {
    if (amount !== null && amount < 0)
      throw invalid(field, 'A limit is 0 or more; 0 is without limit.', 'OUT_OF_RANGE');
  }
  return quota;
}
