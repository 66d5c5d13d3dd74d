'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import type { ErrorCosts } from '@/components/threshold/error-costs';
import { promiseWords } from '@/components/threshold/preset-words';
import type { Certificate } from '@/components/threshold/read-point';
import type { Chosen } from '@/components/threshold/use-choice';
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

type SaveThresholdFormProps = Readonly<{
  sampleId: string;
  threshold: number;
  chosen: Chosen;
  promise: Pick<Certificate, 'recall' | 'confidence'>;
  costs: ErrorCosts | null;
}>;

const ORIGINS = {
  BY_CERTIFICATE: 'by its certificate',
  BY_WORKLOAD: 'by what can be read',
  BY_COST: 'by what errors cost',
} as const;

/** Saves where the handle stands, with how it came there; the server computes again what that claims. */
export function SaveThresholdForm({ sampleId, threshold, chosen, promise, costs }: SaveThresholdFormProps) {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(SaveCalibration, pick);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { recall, confidence } = promise;
    const note = String(new FormData(form).get('note') ?? '');
    const origin = chosen?.origin ?? 'BY_HAND';
    const documents = chosen?.origin === 'BY_WORKLOAD' ? chosen.documents : null;
    const priced = chosen?.origin === 'BY_COST' ? chosen.costs : costs;
    const payload = await run({
      input: { sampleId, threshold, note, origin, recall, confidence, costs: priced, documents },
    });
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
      <p className="text-ink-muted text-sm">
        {`Chosen ${chosen ? ORIGINS[chosen.origin] : 'by hand'}; ${promiseWords(promise)} is asked for with it, and the answer kept.`}
      </p>
    </form>
  );
}
