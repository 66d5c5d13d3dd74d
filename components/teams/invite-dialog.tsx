'use client';

import { UserPlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { roleOptionsFor } from '@/components/teams/role-options';
import { Button } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/choice';
import { CopyField } from '@/components/ui/copy-field';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { graphql } from '@/graphql/generated/operations';
import type { InviteMemberMutation, Role } from '@/graphql/generated/operations/graphql';

const InviteMember = graphql(`
  mutation InviteMember($input: InviteMemberInput!) {
    inviteMember(input: $input) {
      link
      wasMailed
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: InviteMemberMutation) => result.inviteMember;

type InviteDialogProps = Readonly<{ teamId: string; mailsInvitations: boolean; mayMakeOwners: boolean }>;

export function InviteDialog({ teamId, mailsInvitations, mayMakeOwners }: InviteDialogProps) {
  const router = useRouter();
  const { run, clear, errors, isRunning } = useOperation(InviteMember, pick);
  const [role, setRole] = useState<Role>('REVIEWER');
  const [made, setMade] = useState<{ link: string; wasMailed: boolean } | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email') ?? '').trim();
    const payload = await run({ input: { teamId, role, ...(email ? { email } : {}) } });
    if (!payload?.link) return;
    setMade({ link: payload.link, wasMailed: payload.wasMailed ?? false });
    router.refresh();
  };
  const changeOpen = (open: boolean) => {
    if (!open) return;
    setMade(null);
    clear();
  };

  return (
    <Dialog
      title={made ? 'Invitation made' : 'Invite somebody'}
      onOpenChange={changeOpen}
      trigger={
        <Button variant="primary" icon={<UserPlus aria-hidden />}>
          Invite
        </Button>
      }
    >
      {made ? (
        <div className="flex flex-col gap-3">
          <p className="text-ink-muted">
            {made.wasMailed ? 'It has been mailed. ' : ''}Hand over this link; it is shown only now, opens once, and
            ends after seven days.
          </p>
          <CopyField label="Invitation link" value={made.link} />
        </div>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <FormErrors messages={otherErrors(errors, ['email'])} />
          <Field label="Role" group>
            <RadioGroup options={roleOptionsFor(mayMakeOwners)} value={role} onValueChange={setRole} />
          </Field>
          <Field
            label="E-mail"
            hint={
              mailsInvitations
                ? 'Optional. The link is mailed there, and only this address may accept.'
                : 'Optional. When given, only this address may accept.'
            }
            error={errorOf(errors, 'email')}
          >
            <TextField name="email" type="email" />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" loading={isRunning}>
              Make invitation
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
