'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { formatCount } from '@/components/ui/format-number';
import { TextField } from '@/components/ui/text-field';
import { graphql } from '@/graphql/generated/operations';
import type { DrawSampleMutation } from '@/graphql/generated/operations/graphql';

const DrawSample = graphql(`
  mutation DrawSample($input: DrawSampleInput!) {
    drawSample(input: $input) {
      sample {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: DrawSampleMutation) => result.drawSample;
const FIELDS = ['size', 'seed'];
const USUAL_SIZE = 200;

type DrawSampleFormProps = Readonly<{ projectId: string; scored: number; pending: number }>;

export function DrawSampleForm({ projectId, scored, pending }: DrawSampleFormProps) {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(DrawSample, pick);
  const [showsSeed, setShowsSeed] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const seed = String(form.get('seed') ?? '').trim();
    const payload = await run({ input: { projectId, size: Number(form.get('size')), ...(seed ? { seed } : {}) } });
    if (!payload?.sample) return;
    router.push(`/projects/${projectId}/validation/${payload.sample.id}`);
    router.refresh();
  };
  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-4">
      <FormErrors messages={otherErrors(errors, FIELDS)} />
      <Field
        label="Documents to rate"
        hint={`Out of ${formatCount(scored)} scored, each equally likely.${pending > 0 ? ` ${formatCount(pending)} more are being scored and would not be in it.` : ''}`}
        error={errorOf(errors, 'size')}
      >
        <TextField
          name="size"
          type="number"
          min={1}
          max={Math.min(scored, 5000)}
          defaultValue={Math.min(USUAL_SIZE, scored)}
          required
          className="w-28"
        />
      </Field>
      {showsSeed ? (
        <Field
          label="Seed"
          hint="Any text. The same seed over the same documents draws the same sample."
          error={errorOf(errors, 'seed')}
        >
          <TextField name="seed" maxLength={100} />
        </Field>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={isRunning}>
          Draw sample
        </Button>
        {showsSeed ? null : (
          <Button variant="quiet" onClick={() => setShowsSeed(true)}>
            Set the seed
          </Button>
        )}
      </div>
    </form>
  );
}
