'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { formatCount } from '@/components/ui/format-number';
import { TextField } from '@/components/ui/text-field';
import { showToast } from '@/components/ui/toast';
import { TopUpSample } from '@/components/validation/validation-query';
import type { TopUpSampleMutation } from '@/graphql/generated/operations/graphql';

const pick = (result: TopUpSampleMutation) => result.topUpSample;
const MOST = 5000;
const USUAL = 50;

type TopUpFormProps = Readonly<{
  sample: Readonly<{ id: string; kind: string; size: number; reserveCount: number }>;
  onDone: () => void;
}>;

/** The next documents of the same order: the sample stays what one larger draw would have been. */
export function TopUpForm({ sample, onDone }: TopUpFormProps) {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(TopUpSample, pick);
  const most = Math.max(0, Math.min(sample.reserveCount, MOST - sample.size));
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const additional = Number(new FormData(event.currentTarget).get('additional'));
    const payload = await run({ input: { sampleId: sample.id, additional, expectedSize: sample.size } });
    if (!payload?.sample) return;
    showToast({ message: `${formatCount(additional)} more documents drawn` });
    router.refresh();
    onDone();
  };
  if (most === 0) {
    return (
      <p className="text-ink-muted">Nothing is left to draw into this sample. A new one can be drawn beside it.</p>
    );
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <FormErrors messages={otherErrors(errors, ['additional'])} />
      <Field label="Draw more documents" hint={hintOf(sample.kind, most)} error={errorOf(errors, 'additional')}>
        <span className="flex gap-2">
          <TextField
            name="additional"
            type="number"
            min={1}
            max={most}
            defaultValue={Math.min(USUAL, most)}
            required
            className="w-28"
          />
          <Button type="submit" loading={isRunning}>
            Draw more
          </Button>
        </span>
      </Field>
    </form>
  );
}

function hintOf(kind: string, most: number): string {
  const ranges = kind === 'STRATIFIED' ? ' Each range gets what the answers so far ask for.' : '';
  return `Up to ${formatCount(most)}. They come from the same random order, so what is rated stays valid.${ranges} Decide how many before you look at a certificate: asking again until it is granted is not covered by it.`;
}
