'use client';

import { type FormEvent, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import {
  firstChoices,
  type MappingChoices,
  missingChoice,
  previewDocuments,
  toMappingInput,
} from '@/components/collections/mapping-choices';
import { MappingColumns } from '@/components/collections/mapping-columns';
import { MappingDocuments } from '@/components/collections/mapping-documents';
import { MappingLabel } from '@/components/collections/mapping-label';
import { ConfirmMapping, type PreviewView } from '@/components/collections/mapping-query';
import { MappingReading } from '@/components/collections/mapping-reading';
import { MappingRows } from '@/components/collections/mapping-rows';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { mergeClasses } from '@/components/ui/merge-classes';
import { showToast } from '@/components/ui/toast';
import type { ConfirmImportMappingMutation } from '@/graphql/generated/operations/graphql';

const pick = (result: ConfirmImportMappingMutation) => result.confirmImportMapping;

type MappingFormProps = Readonly<{
  run: { readonly id: string; readonly fileName: string };
  preview: PreviewView;
  onChanged: () => void;
}>;

/** Columns on the left, what becomes of them on the right: a choice shows at once. */
export function MappingForm({ run, preview, onChanged }: MappingFormProps) {
  const { run: confirm, errors, isRunning } = useOperation(ConfirmMapping, pick);
  const [choices, setChoices] = useState<MappingChoices>(() => firstChoices(preview));
  const missing = missingChoice(choices);
  const start = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (missing) return;
    const payload = await confirm({ input: toMappingInput(run.id, choices, preview.version) });
    if (payload) showToast({ message: `${run.fileName} is being imported` });
    onChanged();
  };
  return (
    <div className="mt-3 flex flex-col gap-4 pb-3">
      <MappingReading run={run} preview={preview} onChanged={onChanged} />
      <form
        onSubmit={start}
        aria-busy={preview.isPending}
        className={mergeClasses('flex flex-col gap-5', preview.isPending && 'opacity-60')}
      >
        <div className="grid min-w-0 gap-x-8 gap-y-5 lg:grid-cols-2">
          <MappingColumns preview={preview} choices={choices} onChange={setChoices} />
          <MappingDocuments documents={previewDocuments(preview, choices)} />
        </div>
        <MappingLabel choices={choices} nameError={errorOf(errors, 'name')} onChange={setChoices} />
        <MappingRows preview={preview} />
        <FormErrors messages={otherErrors(errors, ['name'])} />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <Button type="submit" variant="primary" loading={isRunning} disabled={missing !== null || preview.isPending}>
            Start the import
          </Button>
          {missing ? <p className="text-ink-muted">{missing}</p> : null}
          {preview.columnsLeftOut > 0 ? null : (
            <Checkbox
              label="The same for every file with these columns"
              hint="Those of the team that come later, and those that wait here."
              checked={choices.remembers}
              onCheckedChange={(remembers) => setChoices({ ...choices, remembers })}
            />
          )}
        </div>
      </form>
    </div>
  );
}
