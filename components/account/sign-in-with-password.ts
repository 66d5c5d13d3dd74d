import { signIn } from 'next-auth/react';

/** Opens a session; null when it did, else the sentence to show. */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn('credentials', { email, password, redirect: false });
    if (answer?.ok && !answer.error) return null;
    return sentenceOf(answer?.error ?? null);
  } catch {
    return 'The server cannot be reached. Check the connection and try again.';
  }
}

/** next-auth answers 401 for every refusal; only its code tells a wrong password from a server in trouble. */
function sentenceOf(error: string | null): string {
  if (error === 'RATE_LIMITED') return 'Too many attempts. Wait a few minutes before the next one.';
  if (error === 'CredentialsSignin') return 'This address and password do not belong together.';
  if (error === 'DATABASE_UNAVAILABLE') return 'The database cannot be reached. Try again in a few seconds.';
  return 'Signing in is not possible right now. Try again in a moment.';
}
