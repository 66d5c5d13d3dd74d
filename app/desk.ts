import { redirect } from 'next/navigation';
import { cache } from 'react';
import { DeskQuery } from '@/components/desk/desk-query';
import { AppError } from '@/graphql/errors';
import { execute } from '@/graphql/execute';
import type { TypedDocumentString } from '@/graphql/generated/operations/graphql';

/** What a page of the desk shows, read as whoever is signed in; strangers are sent to the door. */
export async function read<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  ...variables: Variables extends Record<string, never> ? [] : [Variables]
): Promise<Result> {
  try {
    return await execute(document, ...variables);
  } catch (error) {
    // A page is rendered beside its layout: each must know the way out by itself.
    if (error instanceof AppError && error.code === 'UNAUTHENTICATED') redirect('/sign-in');
    throw error;
  }
}

/** Who is at the desk and where they may go, read once a request. */
export const readDesk = cache(async () => {
  const { viewer, teams, installation } = await read(DeskQuery);
  return viewer ? { viewer, teams, installation } : redirect('/sign-in');
});
