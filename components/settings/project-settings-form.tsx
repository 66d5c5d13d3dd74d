'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { pickUpdate, UpdateProject } from '@/components/settings/settings-query';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextArea, TextField } from '@/components/ui/text-field';
import { showToast } from '@/components/ui/toast';
import type { SettingsQuery } from '@/graphql/generated/operations/graphql';

const FIELDS = ['name', 'description', 'relevanceCut'];

type Project = NonNullable<SettingsQuery['project']>;

/** Made on the version that the page was read with: somebody else's change meanwhile is told, not overwritten. */
export function ProjectSettingsForm({ project }: Readonly<{ project: Project }>) {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(UpdateProject, pickUpdate);
  const isReadOnly = !project.viewerPermissions.includes('project:change');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const payload = await run({
      input: {
        projectId: project.id,
        expectedVersion: project.version,
        name: String(form.get('name')),
        description: String(form.get('description')),
        relevanceCut: Number(form.get('relevanceCut')),
      },
    });
    if (payload) showToast({ message: 'Settings saved' });
    router.refresh();
  };
  return (
    <form key={project.version} onSubmit={submit} className="flex max-w-md flex-col gap-4">
      <FormErrors messages={otherErrors(errors, FIELDS)} />
      <Field label="Name" error={errorOf(errors, 'name')}>
        <TextField name="name" defaultValue={project.name} required maxLength={200} readOnly={isReadOnly} />
      </Field>
      <Field label="Question" hint="Raters see it while they rate." error={errorOf(errors, 'description')}>
        <TextArea name="description" defaultValue={project.description} maxLength={5000} readOnly={isReadOnly} />
      </Field>
      <Field
        label="Relevant from"
        hint="An expert's score from here up counts as relevant. A change makes saved thresholds stale."
        error={errorOf(errors, 'relevanceCut')}
      >
        <TextField
          name="relevanceCut"
          type="number"
          min={1}
          max={5}
          step={0.1}
          defaultValue={project.relevanceCut}
          required
          readOnly={isReadOnly}
          className="w-24"
        />
      </Field>
      {isReadOnly ? null : (
        <div>
          <Button type="submit" variant="primary" loading={isRunning}>
            Save settings
          </Button>
        </div>
      )}
    </form>
  );
}
