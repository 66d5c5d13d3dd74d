'use client';

import { useState } from 'react';
import { type DocumentFilters, readScore } from '@/components/documents/document-filters';
import { Field } from '@/components/ui/field';
import { RelevanceLegend } from '@/components/ui/score-badge';
import { TextField } from '@/components/ui/text-field';

type ScoreRangeProps = Readonly<{
  filters: DocumentFilters;
  onChange: (part: Pick<DocumentFilters, 'scoreAtLeast'> | Pick<DocumentFilters, 'scoreBelow'>) => void;
}>;

/** From a score up to, but not with, another one: neighbouring ranges share no document. */
export function ScoreRange({ filters, onChange }: ScoreRangeProps) {
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-3">
        <Bound
          label="Score from"
          value={filters.scoreAtLeast}
          onChange={(scoreAtLeast) => onChange({ scoreAtLeast })}
        />
        <Bound label="Below" value={filters.scoreBelow} onChange={(scoreBelow) => onChange({ scoreBelow })} />
      </div>
      <RelevanceLegend className="[&>span]:flex-1" />
    </div>
  );
}

function Bound({
  label,
  value,
  onChange,
}: Readonly<{ label: string; value: number | null; onChange: (value: number | null) => void }>) {
  const [text, setText] = useState(value === null ? '' : String(value));
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    if (readScore(text) !== value) setText(value === null ? '' : String(value));
  }
  const isWrong = text.trim() !== '' && readScore(text.replace(',', '.')) === null;
  const type = (typed: string) => {
    setText(typed);
    const next = readScore(typed.replace(',', '.'));
    if (typed.trim() === '' || next !== null) onChange(next);
  };
  return (
    <Field label={label} error={isWrong ? '1 to 5' : null}>
      <TextField inputMode="decimal" autoComplete="off" value={text} onChange={(event) => type(event.target.value)} />
    </Field>
  );
}
