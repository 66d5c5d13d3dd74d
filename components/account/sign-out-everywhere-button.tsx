'use client';

import { signOut } from 'next-auth/react';
import { useOperation } from '@/components/data/use-operation';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { showFailure } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { SignOutEverywhereMutation } from '@/graphql/generated/operations/graphql';

const SignOutEverywhere = graphql(`
  mutation SignOutEverywhere($input: SignOutEverywhereInput!) {
    signOutEverywhere(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: SignOutEverywhereMutation) => result.signOutEverywhere;

export function SignOutEverywhereButton() {
  const { run } = useOperation(SignOutEverywhere, pick);
  const end = async () => {
    if (await run({ input: {} })) await signOut({ callbackUrl: '/sign-in' });
    else showFailure({ message: 'The sessions were not ended', detail: 'Try again in a moment.' });
  };
  return (
    <AlertDialog
      title="Sign out everywhere?"
      description="Every session of this account ends, this one too. API tokens stay."
      confirmLabel="Sign out everywhere"
      onConfirm={end}
      trigger={<Button>Sign out everywhere</Button>}
    />
  );
}
