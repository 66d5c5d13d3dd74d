'use client';

import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { type SamplePlan, useSamplePlan } from '@/components/validation/use-sample-plan';

type SamplePlannerProps = Readonly<{
  projectId: string;
  /** Called when a plan is there, and when its button is pressed: the size then is the person's wish. */
  onPlan: (size: number, isAsked: boolean) => void;
}>;

const RECALLS = shares([0.8, 0.9, 0.95, 0.98]);
const CONFIDENCES = shares([0.9, 0.95, 0.99]);

/** How many random documents a certificate takes, as far as anybody can guess before rating them. */
export function SamplePlanner({ projectId, onPlan }: SamplePlannerProps) {
  const [recall, setRecall] = useState('0.95');
  const [confidence, setConfidence] = useState('0.95');
  const [percent, setPercent] = useState('');
  const prevalence = percent.trim() === '' ? null : Number(percent) / 100;
  const { data: plan, error } = useSamplePlan(projectId, {
    recall: Number(recall),
    confidence: Number(confidence),
    prevalence,
  });
  const size = plan?.size;
  useEffect(() => {
    if (size) onPlan(size, false);
  }, [size, onPlan]);
  return (
    <fieldset className="rounded-lg bg-sunken px-4 py-3.5">
      <legend className="float-left mb-2 w-full font-semibold">How many does a certificate take?</legend>
      <div className="clear-both grid grid-cols-2 gap-3 sm:grid-cols-3">
        <Field label="Recall to certify">
          <Select options={RECALLS} value={recall} onChange={(event) => setRecall(event.target.value)} />
        </Field>
        <Field label="Confidence">
          <Select options={CONFIDENCES} value={confidence} onChange={(event) => setConfidence(event.target.value)} />
        </Field>
        <Field label="Relevant, in %" className="max-sm:col-span-2">
          <TextField
            type="number"
            inputMode="decimal"
            min={0.01}
            max={100}
            step="any"
            placeholder={plan ? percentOf(plan.prevalence) : ''}
            value={percent}
            onChange={(event) => setPercent(event.target.value)}
          />
        </Field>
      </div>
      <div aria-live="polite" className="mt-3 min-h-20 max-w-prose text-ink-muted">
        {error ? (
          <p className="text-wrong">{error.message}</p>
        ) : plan ? (
          <PlanWords plan={plan} onUse={() => onPlan(plan.size, true)} />
        ) : (
          'Reckoning…'
        )}
      </div>
    </fieldset>
  );
}

function PlanWords({ plan, onUse }: Readonly<{ plan: SamplePlan; onUse: () => void }>) {
  const { positivesNeeded, documentsToRate, limitedBy, size, scoredCount } = plan;
  return (
    <>
      <p>
        <strong className="font-semibold text-ink">{`${formatCount(documentsToRate)} random documents`}</strong>
        {` hold the ${formatCount(positivesNeeded)} relevant ones it needs, 19 times in 20, if ${formatShare(plan.prevalence)} are relevant. ${sourceWords(plan)}`}
      </p>
      {limitedBy ? (
        <p className="mt-1 text-ink">
          {limitedBy === 'SCORED'
            ? `Only ${formatCount(scoredCount)} are scored: rating all of them may not be enough. Ask for less recall.`
            : `One sample holds ${formatCount(size)} at most: ask for less recall, or expect a lower certificate.`}
        </p>
      ) : null}
      {size > 0 ? (
        <Button size="small" className="mt-2" onClick={onUse}>
          {`Use ${formatCount(size)}`}
        </Button>
      ) : null}
    </>
  );
}

function sourceWords({ prevalenceSource, ratedPrevalence: rated }: SamplePlan): string {
  if (rated?.value != null && rated.lower != null && rated.upper != null) {
    const range = `${formatShare(rated.lower)} to ${formatShare(rated.upper)}`;
    return `The newest sample says ${formatShare(rated.value)} (${range}, ${formatCount(rated.n)} rated).`;
  }
  return prevalenceSource === 'GIVEN'
    ? 'Rarer ones take more.'
    : 'That share is a guess, since no sample tells it yet: set your own.';
}

function shares(values: readonly number[]) {
  return values.map((value) => ({ value: String(value), label: formatShare(value, 0) }));
}

function percentOf(share: number): string {
  return String(Number((share * 100).toPrecision(3)));
}
