import { redirect } from 'next/navigation';
import { cache } from 'react';
import { DeskQuery } from '@/components/desk/desk-query';
import { AppError } from '@/graphql/errors';
import { execute } from '@/graphql/execute';

/** Who is at the desk, read once a request; strangers are sent to the door. */
export const readDesk = cache(async () => {
  try {
    const { viewer, teams, installation } = await execute(DeskQuery);
    if (viewer) return { viewer, teams };
    redirect(installation.needsFirstAccount ? '/setup' : '/sign-in');
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAUTHENTICATED') redirect('/sign-in');
    throw error;
  }
});
