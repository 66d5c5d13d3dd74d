import type { Metadata } from 'next';
import { readDesk } from '@/app/desk';
import { PasswordForm } from '@/components/account/password-form';
import { ProfileForm } from '@/components/account/profile-form';
import { SignOutEverywhereButton } from '@/components/account/sign-out-everywhere-button';
import { Page, Section } from '@/components/shell/page';
import { ThemeChoiceControl } from '@/components/shell/theme-choice';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const { viewer } = await readDesk();
  return (
    <Page title="Account" measure="text">
      <Section title="You">
        <ProfileForm name={viewer.name} email={viewer.email} />
      </Section>
      <Section title="Password">
        <PasswordForm email={viewer.email} />
      </Section>
      <Section title="Look">
        <ThemeChoiceControl />
      </Section>
      <Section title="Sessions" hint="If a device was lost, or a browser was left open somewhere.">
        <SignOutEverywhereButton />
      </Section>
    </Page>
  );
}
