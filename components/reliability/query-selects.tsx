'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTransition } from 'react';
import { Field } from '@/components/ui/field';
import { Select, type SelectOption } from '@/components/ui/select';
import { Spinner } from '@/components/ui/spinner';

export type QueryChoice = Readonly<{ name: string; label: string; value: string; options: readonly SelectOption[] }>;

/** Choices that stand in the address, so that what is looked at can be sent to a colleague. */
export function QuerySelects({ choices }: Readonly<{ choices: readonly QueryChoice[] }>) {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const [isPending, startTransition] = useTransition();
  const choose = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    next.set(name, value);
    startTransition(() => router.replace(`${path}?${next}`, { scroll: false }));
  };
  return (
    <div className="mb-8 flex flex-wrap items-end gap-3" aria-busy={isPending}>
      {choices.map(({ name, label, value, options }) => (
        <Field key={name} label={label}>
          <Select value={value} options={options} onChange={(event) => choose(name, event.target.value)} />
        </Field>
      ))}
      {isPending ? <Spinner className="mb-2" /> : null}
    </div>
  );
}
