import { normalizeEmail } from '@/graphql/accounts/email';
import { isNobodysPassword, isPassword } from '@/graphql/accounts/password-hash';
import { MAX_PASSWORD_LENGTH } from '@/graphql/accounts/password-rules';
import { limitAttempts } from '@/graphql/accounts/sign-in-limits';
import { getDatabase } from '@/prisma/client';
import { type Credentials, findCredentialsByEmail } from '@/prisma/queries/users';

export interface SignInAttempt {
  readonly email: string;
  readonly password: string;
  /** Where it comes from, or null when that is not known. */
  readonly address: string | null;
}

/**
 * The account that an address and a password open, or null: for an unknown address, a wrong password and a disabled
 * account alike, after the same work.
 *
 * @throws AppError RATE_LIMITED
 */
export async function signIn({ email, password, address }: SignInAttempt): Promise<Credentials | null> {
  const normal = normalizeEmail(email);
  // Neither can belong to an account, and neither may cost us the hashing.
  if (normal.length > 254 || normal.includes('\0') || password.length > 4 * MAX_PASSWORD_LENGTH) return null;
  return limitAttempts({ email: normal, address }, async () => {
    const account = await findCredentialsByEmail(getDatabase(), normal);
    const isRight = account ? await isPassword(account.passwordHash, password) : await isNobodysPassword(password);
    return account && isRight && !account.disabledAt ? account : null;
  });
}
