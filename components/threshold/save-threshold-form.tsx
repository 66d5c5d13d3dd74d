'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { formatScore } from '@/components/ui/format-number';
import { TextField } from '@/components/ui/text-field';
import { showToast } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { SaveCalibrationMutation } from '@/graphql/generated/operations/graphql';

const SaveCalibration = graphql(`
  mutation SaveCalibration($input: SaveCalibrationInput!) {
    saveCalibration(input: $input) {
      calibration {
        id
        version
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: SaveCalibrationMutation) => result.saveCalibration;

export function SaveThresholdForm({ sampleId, threshold }: Readonly<{ sampleId: string; threshold: number }>) {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(SaveCalibration, pick);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const payload = await run({ input: { sampleId, threshold, note: String(new FormData(form).get('note') ?? '') } });
    if (!payload?.calibration) return;
    form.reset();
    showToast({
      message: `Saved as version ${payload.calibration.version}`,
      detail: 'Activate it to put it in force.',
    });
    router.refresh();
  };
  return (
    <form onSubmit={submit} className="flex max-w-xl flex-col gap-3">
      <FormErrors messages={otherErrors(errors, ['note'])} />
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Note" error={errorOf(errors, 'note')} className="min-w-56 flex-1">
          <TextField name="note" maxLength={2000} placeholder="Why this one" />
        </Field>
        <Button type="submit" variant="primary" loading={isRunning}>
          {`Save ${formatScore(threshold)}`}
        </Button>
      </div>
    </form>
  );
}
