import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { InstallationQuery } from '@/components/account/installation-query';
import { SignInForm } from '@/components/account/sign-in-form';
import { NarrowPage } from '@/components/shell/page';
import { execute } from '@/graphql/execute';

export const metadata: Metadata = { title: 'Sign in' };

type SignInPageProps = Readonly<{ searchParams: Promise<{ next?: string | string[] }> }>;

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { installation, viewer } = await execute(InstallationQuery);
  if (installation.needsFirstAccount) redirect('/setup');
  const next = pathOfThisSite((await searchParams).next);
  if (viewer) redirect(next);
  return (
    <NarrowPage title="Sign in" summary="Accounts come by invitation from a team.">
      <SignInForm next={next} />
    </NarrowPage>
  );
}

/** A link may say where to go after signing in, but never to another site. */
function pathOfThisSite(next: string | string[] | undefined): string {
  return typeof next === 'string' && /^\/(?![/\\])[\w\-./~%?=&]*$/.test(next) ? next : '/';
}
