'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextArea, TextField } from '@/components/ui/text-field';
import { graphql } from '@/graphql/generated/operations';
import type { CreateProjectMutation } from '@/graphql/generated/operations/graphql';

const CreateProject = graphql(`
  mutation CreateProject($input: CreateProjectInput!) {
    createProject(input: $input) {
      project {
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
const pick = (result: CreateProjectMutation) => result.createProject;
const FIELDS = ['name', 'description', 'relevanceCut'];

export function ProjectForm({ teamId }: Readonly<{ teamId: string }>) {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(CreateProject, pick);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const payload = await run({
      input: {
        teamId,
        name: String(form.get('name')),
        description: String(form.get('description')),
        relevanceCut: Number(form.get('relevanceCut')),
      },
    });
    if (!payload?.project) return;
    router.push(`/projects/${payload.project.id}/collections`);
    router.refresh();
  };
  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-4">
      <FormErrors messages={otherErrors(errors, FIELDS)} />
      <Field label="Name" error={errorOf(errors, 'name')}>
        <TextField name="name" required autoFocus maxLength={200} />
      </Field>
      <Field
        label="Question"
        hint="What makes a document relevant here. Raters see it while they rate."
        error={errorOf(errors, 'description')}
      >
        <TextArea name="description" maxLength={5000} />
      </Field>
      <Field
        label="Relevant from"
        hint="An expert's score from here up, on the scale 1 to 5, counts as relevant."
        error={errorOf(errors, 'relevanceCut')}
      >
        <TextField
          name="relevanceCut"
          type="number"
          inputMode="decimal"
          min={1}
          max={5}
          step={0.1}
          defaultValue={3}
          required
          className="w-24"
        />
      </Field>
      <div>
        <Button type="submit" variant="primary" loading={isRunning}>
          Create project
        </Button>
      </div>
    </form>
  );
}
