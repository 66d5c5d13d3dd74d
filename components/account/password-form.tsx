'use client';

import { type FormEvent, useRef, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { signInWithPassword } from '@/components/account/sign-in-with-password';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { showToast } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { ChangePasswordMutation } from '@/graphql/generated/operations/graphql';

const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: ChangePasswordMutation) => result.changePassword;
const FIELDS = ['currentPassword', 'newPassword'];

/** A new password ends every session; this one is opened again at once with it. */
export function PasswordForm({ email }: Readonly<{ email: string }>) {
  const form = useRef<HTMLFormElement>(null);
  const { run, errors, isRunning } = useOperation(ChangePassword, pick);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const newPassword = String(data.get('newPassword'));
    if (!(await run({ input: { currentPassword: String(data.get('currentPassword')), newPassword } }))) return;
    const refusal = await signInWithPassword(email, newPassword);
    setProblem(refusal);
    if (refusal) return;
    form.current?.reset();
    showToast({ message: 'Password changed', detail: 'Every other session of yours has ended.' });
  };
  return (
    <form ref={form} onSubmit={submit} className="flex max-w-sm flex-col gap-4">
      <FormErrors messages={[...otherErrors(errors, FIELDS), ...(problem ? [problem] : [])]} />
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field label="Current password" error={errorOf(errors, 'currentPassword')}>
        <TextField name="currentPassword" type="password" autoComplete="current-password" required />
      </Field>
      <Field label="New password" hint="At least 12 characters." error={errorOf(errors, 'newPassword')}>
        <TextField name="newPassword" type="password" autoComplete="new-password" required minLength={12} />
      </Field>
      <div>
        <Button type="submit" loading={isRunning}>
          Change password
        </Button>
      </div>
    </form>
  );
}
