'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { showToast } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { UpdateProfileMutation } from '@/graphql/generated/operations/graphql';

const UpdateProfile = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: UpdateProfileMutation) => result.updateProfile;

export function ProfileForm({ name, email }: Readonly<{ name: string; email: string }>) {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(UpdateProfile, pick);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const payload = await run({ input: { name: String(new FormData(event.currentTarget).get('name')) } });
    if (!payload) return;
    showToast({ message: 'Name saved' });
    router.refresh();
  };
  return (
    <form onSubmit={submit} className="flex max-w-sm flex-col gap-4">
      <FormErrors messages={otherErrors(errors, ['name'])} />
      <Field label="Name" hint="Stands beside your ratings and in the record." error={errorOf(errors, 'name')}>
        <TextField name="name" autoComplete="name" defaultValue={name} required maxLength={120} />
      </Field>
      <Field label="E-mail">
        <TextField value={email} readOnly />
      </Field>
      <div>
        <Button type="submit" loading={isRunning}>
          Save name
        </Button>
      </div>
    </form>
  );
}
