'use client';

import type { MappingChoices } from '@/components/collections/mapping-choices';
import { Segmented } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import type { ReferenceLabelKind } from '@/graphql/generated/operations/graphql';

const KINDS: readonly { value: ReferenceLabelKind; label: string }[] = [
  { value: 'BINARY', label: 'Included or not' },
  { value: 'SCALE', label: '1 to 5' },
];
const HINTS: Readonly<Record<ReferenceLabelKind, string>> = {
  BINARY: '1 and 0, yes and no, include and exclude, relevant and irrelevant; −1 and blank say nothing.',
  SCALE: 'Numbers from 1 to 5; −1 and blank say nothing.',
};

type MappingLabelProps = Readonly<{
  choices: MappingChoices;
  nameError: string | undefined;
  onChange: (choices: MappingChoices) => void;
}>;

/** Whose labels they are, and how they are read; nothing where no column holds any. */
export function MappingLabel({ choices, nameError, onChange }: MappingLabelProps) {
  const column = choices.columns.get('LABEL');
  if (column === undefined) return null;
  return (
    <fieldset className="flex flex-wrap items-start gap-x-8 gap-y-3 rounded-lg bg-sunken px-4 py-3">
      <legend className="visually-hidden">Labels in {column}</legend>
      <Field
        label="Whose labels these are"
        hint="They are shown beside the documents and filtered by, never taken for your team's ratings."
        error={nameError ?? null}
        className="max-w-sm flex-1 basis-64"
      >
        <TextField
          value={choices.labelName}
          maxLength={120}
          placeholder="Cohen 2006"
          onChange={(event) => onChange({ ...choices, labelName: event.target.value })}
        />
      </Field>
      <Field label="How they are read" hint={HINTS[choices.labelKind]} group className="flex-1 basis-64">
        <Segmented
          value={choices.labelKind}
          options={KINDS}
          onValueChange={(labelKind) => onChange({ ...choices, labelKind })}
        />
      </Field>
    </fieldset>
  );
}
