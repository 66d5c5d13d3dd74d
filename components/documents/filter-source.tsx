'use client';

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { request } from '@/components/data/request';
import type { DocumentFilters } from '@/components/documents/document-filters';
import {
  type FieldCondition,
  hasValue,
  type LabelChoice,
  type LabelSourceView,
  labelChoicesOf,
  labelChoiceWord,
} from '@/components/documents/source-filters';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { formatCount } from '@/components/ui/format-number';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { graphql } from '@/graphql/generated/operations';

const SourceFieldsQuery = graphql(`
  query SourceFields($id: ID!) {
    project(id: $id) {
      id
      metadataSummary {
        documentsRead
        keyCount
        keys {
          key
          documents
          values {
            value
            documents
          }
        }
      }
    }
  }
`);

type SourceFiltersProps = Readonly<{
  projectId: string;
  sources: readonly LabelSourceView[];
  filters: DocumentFilters;
  onChange: (part: Partial<DocumentFilters>) => void;
}>;

/** What came with the files: fields that have no place of their own, and labels of other reviews. */
export function SourceFilters({ projectId, sources, filters, onChange }: SourceFiltersProps) {
  return (
    <>
      {sources.map((source) => (
        <LabelFilterField key={source.id} source={source} filters={filters} onChange={onChange} />
      ))}
      <FieldFilterForm projectId={projectId} filters={filters} onChange={onChange} />
    </>
  );
}

const ALL = '';

function LabelFilterField({
  source,
  filters,
  onChange,
}: Readonly<{ source: LabelSourceView }> & Pick<SourceFiltersProps, 'filters' | 'onChange'>) {
  const others = filters.labels.filter(({ sourceId }) => sourceId !== source.id);
  const chosen = filters.labels.find(({ sourceId }) => sourceId === source.id)?.label ?? ALL;
  const choices = labelChoicesOf(source.kind);
  return (
    <Field label={`Labels of ${source.name}`}>
      <Select
        value={chosen}
        options={[
          { value: ALL, label: 'All' },
          ...choices.map((value) => ({ value, label: labelChoiceWord(value, source.kind) })),
        ]}
        onChange={(event) => {
          const label: LabelChoice | undefined = choices.find((choice) => choice === event.target.value);
          onChange({ labels: label ? [...others, { sourceId: source.id, label }] : others });
        }}
      />
    </Field>
  );
}

const CONDITIONS: readonly { value: FieldCondition; label: string }[] = [
  { value: 'is', label: 'is' },
  { value: 'contains', label: 'contains' },
  { value: 'any', label: 'is there' },
  { value: 'none', label: 'is not there' },
];
const MOST_FIELDS = 5;
const OTHER = ' ';

function FieldFilterForm({ projectId, filters, onChange }: Omit<SourceFiltersProps, 'sources'>) {
  const summary = useQuery({
    queryKey: ['source-fields', projectId],
    queryFn: async ({ signal }) =>
      (await request(SourceFieldsQuery, { id: projectId }, signal)).project?.metadataSummary ?? null,
  });
  const [chosen, setChosen] = useState('');
  const [named, setNamed] = useState('');
  const [condition, setCondition] = useState<FieldCondition>('is');
  const [value, setValue] = useState('');
  const valuesId = useId();
  const keys = summary.data?.keys ?? [];
  if (summary.isPending || keys.length === 0) return null;
  // No name of a field is empty or blank, so none is taken for this choice.
  const key = chosen === OTHER ? named.trim() : chosen;
  const known = keys.find((field) => field.key === key);
  const isWhole = key !== '' && (!hasValue(condition) || value.trim() !== '');
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isWhole) return;
    const field = { key, condition, value: hasValue(condition) ? value.trim() : '' };
    onChange({ fields: [...filters.fields, field] });
    setValue('');
  };
  return (
    <form onSubmit={add} className="flex flex-col gap-2">
      <Field label="Field of the source" hint={foundWords(keys.length, summary.data)}>
        <Select
          value={chosen}
          placeholder="Choose a field"
          options={[
            ...keys.map((field) => ({ value: field.key, label: field.key })),
            { value: OTHER, label: 'Another field, by its name' },
          ]}
          onChange={(event) => setChosen(event.target.value)}
        />
      </Field>
      {chosen === OTHER ? (
        <TextField
          aria-label="Name of the field"
          placeholder="As the file names it"
          value={named}
          maxLength={300}
          onChange={(event) => setNamed(event.target.value)}
        />
      ) : null}
      {key === '' ? null : (
        <>
          <div className="flex gap-2">
            <Select
              aria-label={`Condition on ${key}`}
              value={condition}
              options={CONDITIONS}
              onChange={(event) =>
                setCondition(CONDITIONS.find((choice) => choice.value === event.target.value)?.value ?? 'is')
              }
              className="w-32 shrink-0"
            />
            {hasValue(condition) ? (
              <TextField
                aria-label={`Value of ${key}`}
                value={value}
                maxLength={1_000}
                list={valuesId}
                onChange={(event) => setValue(event.target.value)}
              />
            ) : null}
          </div>
          <datalist id={valuesId}>
            {condition === 'is'
              ? known?.values.map(({ value: common, documents }) => (
                  <option key={common} value={common} label={formatCount(documents)} />
                ))
              : null}
          </datalist>
          <Button type="submit" className="self-start" disabled={!isWhole || filters.fields.length >= MOST_FIELDS}>
            Add this filter
          </Button>
        </>
      )}
    </form>
  );
}

/** How much of what there is the choice lists. */
function foundWords(listed: number, summary: { documentsRead: number; keyCount: number } | null | undefined): string {
  const { documentsRead = 0, keyCount = 0 } = summary ?? {};
  const where = `in the ${formatCount(documentsRead)} documents looked at`;
  if (keyCount <= listed) return `Found ${where}.`;
  return `The ${formatCount(listed)} most frequent of ${formatCount(keyCount)} found ${where}; any other one by its name.`;
}
