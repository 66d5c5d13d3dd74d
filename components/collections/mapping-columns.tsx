'use client';

import { useState } from 'react';
import {
  CHOICE_WORDS,
  type Choice,
  choiceOf,
  choose,
  type MappingChoices,
} from '@/components/collections/mapping-choices';
import type { PreviewColumnView, PreviewView } from '@/components/collections/mapping-query';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

type MappingColumnsProps = Readonly<{
  preview: PreviewView;
  choices: MappingChoices;
  onChange: (choices: MappingChoices) => void;
}>;

/** Beyond so many a list is searched rather than read. */
const MANY = 12;
const FIELD = '';
const OPTIONS = [
  { value: FIELD, label: 'Field of the source' },
  ...(Object.keys(CHOICE_WORDS) as Choice[]).map((value) => ({ value, label: CHOICE_WORDS[value] })),
];

/** Every column with what it holds and what it becomes. */
export function MappingColumns({ preview, choices, onChange }: MappingColumnsProps) {
  const [words, setWords] = useState('');
  const { columns, columnsLeftOut } = preview;
  const isMany = columns.length > MANY;
  const wanted = words.trim().toLowerCase();
  const shown = columns.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="font-semibold">
          {formatCount(columns.length)} {columns.length === 1 ? 'column' : 'columns'}
        </h3>
        {isMany ? (
          <TextField
            type="search"
            aria-label="Find a column"
            placeholder="Find a column"
            value={words}
            onChange={(event) => setWords(event.target.value)}
            className="max-w-56"
          />
        ) : null}
      </div>
      <section
        aria-label="Columns"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be scrollable by keyboard
        tabIndex={0}
        className="max-h-[30rem] overflow-y-auto border-line border-y"
      >
        <ul>
          {shown.map((column) => (
            <ColumnRow
              key={column.name}
              column={column}
              choice={choiceOf(choices, column.name)}
              onChoose={(choice) => onChange(choose(choices, column, choice))}
            />
          ))}
        </ul>
        {shown.length === 0 ? <p className="py-3 text-ink-muted">No column of the file is called that.</p> : null}
      </section>
      <p className="text-ink-muted text-sm">
        {columnsLeftOut > 0
          ? `${formatCount(columnsLeftOut)} more are not listed. What is not matched stays with the document and can be filtered by.`
          : 'What is not matched stays with the document and can be filtered by.'}
      </p>
    </div>
  );
}

type ColumnRowProps = Readonly<{
  column: PreviewColumnView;
  choice: Choice | null;
  onChoose: (choice: Choice | null) => void;
}>;

function ColumnRow({ column: { name, samples, filledShare }, choice, onChoose }: ColumnRowProps) {
  return (
    <li className="flex items-center gap-3 border-line border-b py-1.5 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p dir="auto" title={name} className="line-clamp-2 font-semibold [overflow-wrap:anywhere]">
          {name}
        </p>
        <p className="truncate text-ink-muted text-sm">
          {samples.length === 0 ? (
            'holds nothing in the rows looked at'
          ) : (
            <>
              {filledShare < 1 ? <span className="tabular-nums">{formatShare(filledShare)} filled · </span> : null}
              <bdi>{samples.join(' · ')}</bdi>
            </>
          )}
        </p>
      </div>
      <Select
        aria-label={`What ${name} becomes`}
        value={choice ?? FIELD}
        options={OPTIONS}
        onChange={(event) => onChoose(event.target.value === FIELD ? null : (event.target.value as Choice))}
        className="w-44 shrink-0 max-sm:w-36"
      />
    </li>
  );
}
