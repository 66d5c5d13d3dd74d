import { signIn } from 'next-auth/react';

/** Opens a session; null when it did, else the sentence to show. */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn('credentials', { email, password, redirect: false });
    if (answer?.ok && !answer.error) return null;
    return sentenceOf(answer?.error ?? null, answer?.status);
  } catch {
    return 'The server cannot be reached. Check the connection and try again.';
  }
}

function sentenceOf(error: string | null, status: number | undefined): string {
  if (error === 'RATE_LIMITED') return 'Too many attempts. Wait a few minutes before the next one.';
  if (error === 'CredentialsSignin' || status === 401) return 'This address and password do not belong together.';
  return 'Signing in is not possible right now. Try again in a moment.';
}
