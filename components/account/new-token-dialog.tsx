'use client';

import { KeyRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/choice';
import { CopyField } from '@/components/ui/copy-field';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { graphql } from '@/graphql/generated/operations';
import type { CreateApiTokenMutation } from '@/graphql/generated/operations/graphql';

const CreateApiToken = graphql(`
  mutation CreateApiToken($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
      secret
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: CreateApiTokenMutation) => result.createApiToken;
const FIELDS = ['name', 'expiresInDays'];
const REACH = [
  { value: 'read', label: 'Read', hint: 'Queries and subscriptions.' },
  { value: 'write', label: 'Read and write', hint: 'Mutations and uploads too, within your role.' },
] as const;

export function NewTokenDialog() {
  const router = useRouter();
  const { run, clear, errors, isRunning } = useOperation(CreateApiToken, pick);
  const [reach, setReach] = useState<'read' | 'write'>('read');
  const [secret, setSecret] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const payload = await run({
      input: {
        name: String(form.get('name')),
        scopes: reach === 'write' ? ['READ', 'WRITE'] : ['READ'],
        expiresInDays: Number(form.get('expiresInDays')),
      },
    });
    if (!payload?.secret) return;
    setSecret(payload.secret);
    router.refresh();
  };
  const changeOpen = (open: boolean) => {
    if (!open) return;
    setSecret(null);
    clear();
  };

  return (
    <Dialog
      title={secret ? 'Token made' : 'New API token'}
      onOpenChange={changeOpen}
      trigger={
        <Button variant="primary" icon={<KeyRound aria-hidden />}>
          New token
        </Button>
      }
    >
      {secret ? (
        <div className="flex flex-col gap-3">
          <p className="text-ink-muted">
            Copy it now: only its hash is kept, so it cannot be shown again. Send it as{' '}
            <code className="font-mono text-xs">Authorization: Bearer …</code>
          </p>
          <CopyField label="API token" value={secret} />
        </div>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <FormErrors messages={otherErrors(errors, FIELDS)} />
          <Field label="Name" hint="What will use it." error={errorOf(errors, 'name')}>
            <TextField name="name" required maxLength={120} placeholder="Weekly screening script" />
          </Field>
          <Field label="May" group>
            <RadioGroup options={REACH} value={reach} onValueChange={setReach} />
          </Field>
          <Field label="Ends after" hint="Days, 1 to 365." error={errorOf(errors, 'expiresInDays')}>
            <TextField name="expiresInDays" type="number" min={1} max={365} defaultValue={90} className="w-24" />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" loading={isRunning}>
              Make token
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
