'use client';

import { Download } from 'lucide-react';
import type { FormEvent } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { graphql } from '@/graphql/generated/operations';
import type { PullModelMutation } from '@/graphql/generated/operations/graphql';

const PullModel = graphql(`
  mutation PullModel($input: PullModelInput!) {
    pullModel(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: PullModelMutation) => result.pullModel;
const FIELDS = ['repository', 'revision'];
const RELEVANCE_MODEL = 'TheBlueScrubs/ModernBERT-base-TBS-MedicalRelevance';

/** The same pull again goes on where an interrupted one stopped. */
export function PullForm({ onAsked }: Readonly<{ onAsked: () => void }>) {
  const { run, errors, isRunning } = useOperation(PullModel, pick);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const input = { repository: String(given.get('repository')), revision: String(given.get('revision')) || null };
    if (await run({ input })) form.reset();
    onAsked();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormErrors messages={otherErrors(errors, FIELDS)} />
      <div className="flex flex-wrap items-start gap-4">
        <Field
          label="Repository"
          hint="owner/name, as in its page's address."
          error={errorOf(errors, 'repository')}
          className="min-w-0 flex-1 basis-80"
        >
          <TextField name="repository" required maxLength={200} defaultValue={RELEVANCE_MODEL} spellCheck={false} />
        </Field>
        <Field
          label="Revision"
          hint="Branch, tag or commit; main without."
          error={errorOf(errors, 'revision')}
          className="basis-52"
        >
          <TextField name="revision" maxLength={200} placeholder="main" spellCheck={false} />
        </Field>
      </div>
      <div>
        <Button type="submit" variant="primary" icon={<Download aria-hidden />} loading={isRunning}>
          Pull model
        </Button>
      </div>
    </form>
  );
}
