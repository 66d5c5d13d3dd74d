'use client';

import { type FormEvent, useState } from 'react';
import { readThreshold } from '@/components/reliability/address-choices';
import { useAddress } from '@/components/reliability/use-address';
import { Field } from '@/components/ui/field';
import { formatScore } from '@/components/ui/format-number';
import { TextField } from '@/components/ui/text-field';

type ThresholdFieldProps = Readonly<{
  /** Given in the address; null for the one in force. */
  given: number | null;
  /** What holds when nothing is given. */
  usual: number;
}>;

/** At which threshold the figures are read; goes into the address on Enter and when it is left. */
export function ThresholdField({ given, usual }: ThresholdFieldProps) {
  const { choose } = useAddress();
  const [text, setText] = useState(given === null ? '' : String(given));
  const { choice, isRefused } = readThreshold(text.trim().replace(',', '.'));
  const commit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!isRefused && choice !== given) choose('threshold', choice === null ? [] : [String(choice)]);
  };
  return (
    <form onSubmit={commit} className="w-32">
      <Field label="Threshold" error={isRefused ? 'From 1 to 5.' : null}>
        <TextField
          inputMode="decimal"
          autoComplete="off"
          value={text}
          placeholder={given === null ? formatScore(usual) : 'in force'}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => commit()}
        />
      </Field>
    </form>
  );
}
