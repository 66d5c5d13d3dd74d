'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { signInWithPassword } from '@/components/account/sign-in-with-password';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';

/** @param next  Where to go then; a path of this site. */
export function SignInForm({ next }: Readonly<{ next: string }>) {
  const router = useRouter();
  const [isRunning, setIsRunning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsRunning(true);
    const refusal = await signInWithPassword(String(form.get('email')), String(form.get('password')));
    setProblem(refusal);
    if (refusal) return setIsRunning(false);
    router.replace(next);
    router.refresh();
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormErrors messages={problem ? [problem] : []} />
      <Field label="E-mail">
        <TextField name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password">
        <TextField name="password" type="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" variant="primary" loading={isRunning}>
        Sign in
      </Button>
    </form>
  );
}
