'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { signInWithPassword } from '@/components/account/sign-in-with-password';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button, ButtonLink } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { graphql } from '@/graphql/generated/operations';
import type { AcceptInvitationMutation } from '@/graphql/generated/operations/graphql';

const AcceptInvitation = graphql(`
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      team {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: AcceptInvitationMutation) => result.acceptInvitation;
const FIELDS = ['name', 'email', 'password'];

type AcceptInvitationFormProps = Readonly<{
  secret: string;
  teamName: string;
  /** Who is signed in; null shows the form for a new account. */
  viewerName: string | null;
  /** The only address that may accept, when the invitation names one. */
  email: string | null;
}>;

export function AcceptInvitationForm({ secret, teamName, viewerName, email }: AcceptInvitationFormProps) {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(AcceptInvitation, pick);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const account = viewerName ? {} : Object.fromEntries(FIELDS.map((name) => [name, String(form.get(name) ?? '')]));
    if (!(await run({ input: { secret, ...account } }))) return;
    if (!viewerName) {
      const refusal = await signInWithPassword(String(form.get('email')), String(form.get('password')));
      setProblem(refusal);
      if (refusal) return;
    }
    router.replace('/');
    router.refresh();
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormErrors messages={[...otherErrors(errors, viewerName ? [] : FIELDS), ...(problem ? [problem] : [])]} />
      {viewerName ? null : (
        <>
          <Field label="Your name" error={errorOf(errors, 'name')}>
            <TextField name="name" autoComplete="name" required maxLength={120} />
          </Field>
          <Field label="E-mail" error={errorOf(errors, 'email')}>
            <TextField name="email" type="email" autoComplete="username" required defaultValue={email ?? ''} />
          </Field>
          <Field label="Password" hint="At least 12 characters." error={errorOf(errors, 'password')}>
            <TextField name="password" type="password" autoComplete="new-password" required minLength={12} />
          </Field>
        </>
      )}
      <Button type="submit" variant="primary" loading={isRunning}>
        {viewerName ? `Join ${teamName} as ${viewerName}` : `Create account and join ${teamName}`}
      </Button>
      {viewerName ? null : (
        <ButtonLink variant="quiet" href={`/sign-in?next=${encodeURIComponent(`/invite/${secret}`)}`}>
          I have an account: sign in first
        </ButtonLink>
      )}
    </form>
  );
}
