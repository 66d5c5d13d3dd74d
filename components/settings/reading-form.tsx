'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { isReadOtherwise, readingSentence } from '@/components/reader/reading-words';
import { ScoreAgainButton } from '@/components/settings/score-again-button';
import { pickUpdate, UpdateProject } from '@/components/settings/settings-query';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { formatCount } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/page-states';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { showToast } from '@/components/ui/toast';
import type { SettingsQuery, WindowAggregate } from '@/graphql/generated/operations/graphql';

const FIELDS = ['maxTokens', 'windowAggregate', 'windowOverlap'];

const LONGEST_INPUT = 8192;
const BEGINNING = 'BEGINNING';
type Answer = WindowAggregate | typeof BEGINNING;
const ANSWERS: readonly { value: Answer; label: string }[] = [
  { value: BEGINNING, label: 'Read only the beginning' },
  { value: 'MEAN', label: 'Windows, mean of their scores' },
  { value: 'MAX', label: 'Windows, highest of their scores' },
  { value: 'FIRST', label: 'First window only, as the beginning' },
];
const HINTS: Readonly<Record<Answer, string>> = {
  BEGINNING: 'What comes later does not count, and the score says so.',
  MEAN: 'The whole document counts, up to about a megabyte, and takes as much longer as it has windows.',
  MAX: 'One relevant passage is enough, and long documents have more chances of one. Takes as long as the mean.',
  FIRST: 'The same score as reading only the beginning.',
};

type Project = NonNullable<SettingsQuery['project']>;

/** What is read of a document. Scores there are stay as they were made, so that the page offers to make them anew. */
export function ReadingForm({ project }: Readonly<{ project: Project }>) {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(UpdateProject, pickUpdate);
  const [answer, setAnswer] = useState<Answer>(project.windowAggregate ?? BEGINNING);
  const isReadOnly = !project.viewerPermissions.includes('project:change');
  const hasOverlap = answer === 'MEAN' || answer === 'MAX';
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const payload = await run({
      input: {
        projectId: project.id,
        expectedVersion: project.version,
        maxTokens: Number(form.get('maxTokens')),
        windowAggregate: answer === BEGINNING ? null : answer,
        ...(hasOverlap ? { windowOverlap: Number(form.get('windowOverlap')) } : {}),
      },
    });
    if (payload) showToast({ message: 'Settings saved', detail: 'They count from the next scoring run on.' });
    router.refresh();
  };
  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-4">
      <FormErrors messages={otherErrors(errors, FIELDS)} />
      <Field label="Tokens read at once" hint={tokensHint(project)} error={errorOf(errors, 'maxTokens')}>
        <TextField
          name="maxTokens"
          type="number"
          min={3}
          max={LONGEST_INPUT}
          step={1}
          defaultValue={project.maxTokens}
          required
          readOnly={isReadOnly}
          className="w-28"
        />
      </Field>
      <Field label="Longer documents" hint={HINTS[answer]} error={errorOf(errors, 'windowAggregate')}>
        <Select
          value={answer}
          options={ANSWERS}
          disabled={isReadOnly}
          onChange={(event) => setAnswer(ANSWERS.find(({ value }) => value === event.target.value)?.value ?? BEGINNING)}
        />
      </Field>
      {hasOverlap ? (
        <Field
          label="Tokens shared by neighbouring windows"
          hint="So that a passage at a border is read whole at least once."
          error={errorOf(errors, 'windowOverlap')}
        >
          <TextField
            name="windowOverlap"
            type="number"
            min={0}
            max={LONGEST_INPUT - 3}
            step={1}
            defaultValue={project.windowOverlap}
            required
            readOnly={isReadOnly}
            className="w-28"
          />
        </Field>
      ) : null}
      {isReadOnly ? null : (
        <div>
          <Button type="submit" variant="primary" loading={isRunning}>
            Save
          </Button>
        </div>
      )}
    </form>
  );
}

/** Until everything is scored again, what the list is ranked by was read under other settings. */
export function OtherRunNotice({ project }: Readonly<{ project: Project }>) {
  const { scoringRun, viewerPermissions, progress } = project;
  if (!scoringRun || !isReadOtherwise(scoringRun, project)) return null;
  return (
    <Notice
      live
      className="mb-4"
      title="The scores were made under other settings"
      action={
        viewerPermissions.includes('scoring:control') ? (
          <ScoreAgainButton projectId={project.id} documentCount={progress.documents} />
        ) : null
      }
    >
      The newest run reads {readingSentence(scoringRun)}. New documents join it; the settings below count once all are
      scored again.
    </Notice>
  );
}

function tokensHint({ scoringRun }: Project): string {
  const most = scoringRun?.model?.maxTokens ?? LONGEST_INPUT;
  const limit = most < LONGEST_INPUT ? ` The model in use reads ${formatCount(most)} at most.` : '';
  return `3 to 8,192. The published model was trained at 4,096.${limit}`;
}
