'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { signInWithPassword } from '@/components/account/sign-in-with-password';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { graphql } from '@/graphql/generated/operations';
import type { CreateFirstAccountMutation } from '@/graphql/generated/operations/graphql';

const CreateFirstAccount = graphql(`
  mutation CreateFirstAccount($input: CreateFirstAccountInput!) {
    createFirstAccount(input: $input) {
      user {
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
const pick = (result: CreateFirstAccountMutation) => result.createFirstAccount;
const FIELDS = ['name', 'email', 'password', 'teamName'];

export function FirstAccountForm() {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(CreateFirstAccount, pick);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    const input = { name: text('name'), email: text('email'), password: text('password'), teamName: text('teamName') };
    if (!(await run({ input }))) return;
    const refusal = await signInWithPassword(input.email, input.password);
    setProblem(refusal);
    if (refusal) return;
    router.replace('/');
    router.refresh();
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormErrors messages={[...otherErrors(errors, FIELDS), ...(problem ? [problem] : [])]} />
      <Field label="Your name" error={errorOf(errors, 'name')}>
        <TextField name="name" autoComplete="name" required autoFocus maxLength={120} />
      </Field>
      <Field label="E-mail" hint="You sign in with it." error={errorOf(errors, 'email')}>
        <TextField name="email" type="email" autoComplete="username" required maxLength={254} />
      </Field>
      <Field label="Password" hint="At least 12 characters." error={errorOf(errors, 'password')}>
        <TextField name="password" type="password" autoComplete="new-password" required minLength={12} />
      </Field>
      <Field label="Team" hint="The people you will share projects with." error={errorOf(errors, 'teamName')}>
        <TextField name="teamName" required maxLength={120} placeholder="Cochrane pain group" />
      </Field>
      <Button type="submit" variant="primary" loading={isRunning}>
        Create account and team
      </Button>
    </form>
  );
}
