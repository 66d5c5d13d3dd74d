'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { graphql } from '@/graphql/generated/operations';
import type { SetTeamQuotaMutation, TeamUsageFragment } from '@/graphql/generated/operations/graphql';

const SetTeamQuota = graphql(`
  mutation SetTeamQuota($input: SetTeamQuotaInput!) {
    setTeamQuota(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: SetTeamQuotaMutation) => result.setTeamQuota;

const FIELDS = [
  { name: 'documents', label: 'Documents' },
  { name: 'storedBytes', label: 'Stored files, in bytes' },
  { name: 'filesAtOnce', label: 'Files under way at once' },
  { name: 'fileBytes', label: 'Largest file, in bytes' },
] as const;

type QuotaDialogProps = Readonly<{
  teamId: string;
  usage: TeamUsageFragment;
  /** Where several teams stand side by side. */
  teamName?: string;
  /** In place of reading the page again. */
  onSaved?: () => void;
}>;

/** For an operator: what this team may use in place of the installation's settings. */
export function QuotaDialog({ teamId, usage, teamName, onSaved }: QuotaDialogProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, errors, isRunning } = useOperation(SetTeamQuota, pick);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const limits = Object.fromEntries(FIELDS.map(({ name }) => [name, readAmount(form.get(name))]));
    if (!(await run({ input: { teamId, ...limits } }))) return;
    setOpen(false);
    if (onSaved) onSaved();
    else router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={teamName === undefined ? 'What the team may use' : `What ${teamName} may use`}
      description="An empty field is the installation’s setting, 0 is without limit."
      trigger={
        teamName === undefined ? (
          <Button>Change limits</Button>
        ) : (
          <Button variant="quiet" size="small" aria-label={`Limits of ${teamName}`}>
            Limits
          </Button>
        )
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <FormErrors
          messages={otherErrors(
            errors,
            FIELDS.map(({ name }) => name),
          )}
        />
        {FIELDS.map(({ name, label }) => (
          <Field key={name} label={label} error={errorOf(errors, name)}>
            <TextField
              name={name}
              type="number"
              min={0}
              step={1}
              inputMode="numeric"
              defaultValue={ownLimit(usage, name)}
            />
          </Field>
        ))}
        <div className="flex justify-end">
          <Button type="submit" variant="primary" loading={isRunning}>
            Save limits
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function readAmount(value: FormDataEntryValue | null): number | null {
  const text = String(value ?? '').trim();
  return text === '' ? null : Number(text);
}

/** What an operator has said before: an own limit without a number is none at all. */
function ownLimit(usage: TeamUsageFragment, name: (typeof FIELDS)[number]['name']): string {
  if (name === 'fileBytes') return usage.fileBytesIsOwn ? String(usage.fileBytesLimit) : '';
  const { limit, isOwn } = usage[name];
  return isOwn ? String(limit ?? 0) : '';
}
