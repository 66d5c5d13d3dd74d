import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { FirstAccountForm } from '@/components/account/first-account-form';
import { InstallationQuery } from '@/components/account/installation-query';
import { NarrowPage } from '@/components/shell/page';
import { execute } from '@/graphql/execute';

export const metadata: Metadata = { title: 'First account' };

export default async function SetupPage() {
  const { installation } = await execute(InstallationQuery);
  if (!installation.needsFirstAccount) redirect('/');
  return (
    <NarrowPage
      title="Make the first account"
      summary="This installation is empty. The account you make now owns the first team; everyone else comes by invitation."
    >
      <FirstAccountForm />
    </NarrowPage>
  );
}
