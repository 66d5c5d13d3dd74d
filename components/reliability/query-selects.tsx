'use client';

import type { ReactNode } from 'react';
import { useAddress } from '@/components/reliability/use-address';
import { Field } from '@/components/ui/field';
import { Select, type SelectOption } from '@/components/ui/select';
import { Spinner } from '@/components/ui/spinner';

export type QueryChoice = Readonly<{
  name: string;
  label: string;
  value: string;
  options: readonly SelectOption[];
  /** Other names of the address that mean nothing beside another value of this one. */
  forgets?: readonly string[];
}>;

type QuerySelectsProps = Readonly<{ choices: readonly QueryChoice[]; children?: ReactNode }>;

/** Choices that stand in the address, side by side; other controls after them. */
export function QuerySelects({ choices, children }: QuerySelectsProps) {
  const { choose, isPending } = useAddress();
  return (
    <div className="mb-8 flex flex-wrap items-end gap-3" aria-busy={isPending}>
      {choices.map(({ name, label, value, options, forgets }) => (
        <Field key={name} label={label} className="max-w-full">
          <Select value={value} options={options} onChange={(event) => choose(name, [event.target.value], forgets)} />
        </Field>
      ))}
      {children}
      {isPending ? <Spinner className="mb-2" /> : null}
    </div>
  );
}
