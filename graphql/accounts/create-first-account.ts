import { requireEmail } from '@/graphql/accounts/email';
import { hashPassword } from '@/graphql/accounts/password-hash';
import { requireGoodPassword } from '@/graphql/accounts/password-rules';
import { recordAudit } from '@/graphql/audit/record-audit';
import { AppError } from '@/graphql/errors';
import type { CreateFirstAccountInput } from '@/graphql/generated/resolver-types';
import { requireLine } from '@/graphql/input-text';
import type { TeamRow, UserRow } from '@/graphql/rows';
import { getDatabase, inTransaction } from '@/prisma/client';
import { lockName } from '@/prisma/queries/locks';
import { insertTeam } from '@/prisma/queries/teams';
import { hasAnyUser, insertUser } from '@/prisma/queries/users';

/** Makes the first account, which looks after the installation, and its team. Of several at once one succeeds; from then on it is closed for good. */
export async function createFirstAccount(input: CreateFirstAccountInput): Promise<{ user: UserRow; team: TeamRow }> {
  if (await hasAnyUser(getDatabase())) throw alreadyMade();
  const email = requireEmail(input.email);
  const name = requireLine('name', input.name, 100);
  const teamName = requireLine('teamName', input.teamName, 100);
  requireGoodPassword(input.password, email);
  const passwordHash = await hashPassword(input.password);
  return inTransaction(async (tx) => {
    await lockName(tx, 'first-account');
    const user = (await hasAnyUser(tx)) ? null : await insertUser(tx, { email, name, passwordHash, isOperator: true });
    if (!user) throw alreadyMade();
    const team = await insertTeam(tx, teamName, user.id);
    await recordAudit(
      tx,
      { id: user.id, tokenId: null },
      'team.created',
      { teamId: team.id, type: 'Team', id: team.id },
      { name: team.name },
    );
    return { user, team };
  });
}

function alreadyMade(): AppError {
  return new AppError('CONFLICT', 'The first account exists already. Sign in, or ask for an invitation.');
}
