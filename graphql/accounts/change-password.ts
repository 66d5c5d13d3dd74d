import { hashPassword, isPassword } from '@/graphql/accounts/password-hash';
import { requireGoodPassword } from '@/graphql/accounts/password-rules';
import { requireSession } from '@/graphql/accounts/require-session';
import { limitAttempts } from '@/graphql/accounts/sign-in-limits';
import { recordAccountAudit } from '@/graphql/audit/record-account-audit';
import type { Context } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { ChangePasswordInput } from '@/graphql/generated/resolver-types';
import type { UserRow } from '@/graphql/rows';
import { getDatabase, inTransaction } from '@/prisma/client';
import { type Credentials, findCredentials, replacePassword } from '@/prisma/queries/users';

/**
 * Sets a new password and ends every session of the account, the asking one too: its page signs in again at once with
 * the new password, which it has in hand, and so gets a cookie of its own. Personal tokens stay; they are revoked by name.
 */
export async function changePassword(context: Context, input: ChangePasswordInput): Promise<{ user: UserRow }> {
  const viewer = requireSession(context);
  const account = await requireCurrentPassword(viewer.id, viewer.email, input.currentPassword);
  requireGoodPassword(input.newPassword, account.email, 'newPassword');
  if (input.newPassword === input.currentPassword) {
    throw new AppError('NOTHING_TO_DO', 'This is the password you have.', ['newPassword']);
  }
  const newHash = await hashPassword(input.newPassword);
  return inTransaction(async (tx) => {
    const user = await replacePassword(tx, account, newHash);
    if (!user) throw new AppError('CONFLICT', 'The password was changed meanwhile.', ['currentPassword']);
    await recordAccountAudit(tx, viewer, 'account.password_changed', { type: 'User', id: viewer.id });
    return { user };
  });
}

/** Counted with the attempts to sign in: a session left open is no place to guess the password from. */
async function requireCurrentPassword(userId: string, email: string, password: string): Promise<Credentials> {
  const account = await limitAttempts({ email, address: null }, async () => {
    const found = await findCredentials(getDatabase(), userId);
    return found && (await isPassword(found.passwordHash, password)) ? found : null;
  });
  if (!account) throw new AppError('WRONG_PASSWORD', 'This is not your current password.', ['currentPassword']);
  return account;
}
