'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useCallback, useState } from 'react';
import { FormErrors } from '@/components/account/form-errors';
import { errorOf, otherErrors, useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { RadioGroup, Segmented } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import { formatCount, formatScore } from '@/components/ui/format-number';
import { TextField } from '@/components/ui/text-field';
import { SamplePlanner } from '@/components/validation/sample-planner';
import { DrawSample } from '@/components/validation/validation-query';
import type {
  DrawSampleMutation,
  SampleKind,
  SampleScope,
  StratumRanges,
} from '@/graphql/generated/operations/graphql';

const pick = (result: DrawSampleMutation) => result.drawSample;
const FIELDS = ['size', 'seed', 'kind', 'scope', 'strata', 'ratersPerDocument'];
const MOST = 5000;
/** Where no certificate is planned: without a relevant one among 300 of the excluded, at most 1 % of them are. */
const USUAL_SIZE = 300;

const KINDS = [
  {
    value: 'SIMPLE_RANDOM',
    label: 'Simple random',
    hint: 'Each document equally likely. What a certificate of recall rests on.',
  },
  {
    value: 'STRATIFIED',
    label: 'Stratified by score',
    hint: 'More from where an answer tells most: narrower intervals from as many answers, but no certificate.',
  },
] as const;

type DrawSampleFormProps = Readonly<{
  projectId: string;
  scored: number;
  pending: number;
  /** Of the active calibration; null without one. */
  threshold: number | null;
}>;

export function DrawSampleForm({ projectId, scored, pending, threshold }: DrawSampleFormProps) {
  const router = useRouter();
  const { run, errors, isRunning } = useOperation(DrawSample, pick);
  const [kind, setKind] = useState<SampleKind>('SIMPLE_RANDOM');
  const [scope, setScope] = useState<SampleScope>('SCORED');
  const [ranges, setRanges] = useState<StratumRanges>('QUANTILE');
  const mayPlan = kind === 'SIMPLE_RANDOM' && scope === 'SCORED';
  const { size, onType, onPlan } = usePlannedSize(scored, mayPlan);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const input = readForm(new FormData(event.currentTarget));
    const payload = await run({ input: { projectId, kind, scope, ranges, ...input } });
    if (!payload?.sample) return;
    router.push(`/projects/${projectId}/validation/${payload.sample.id}`);
    router.refresh();
  };
  return (
    <form onSubmit={submit} className="grid max-w-4xl gap-x-10 gap-y-6 lg:grid-cols-2">
      <div className="flex flex-col gap-5">
        <Field group label="Kind" error={errorOf(errors, 'kind')}>
          <RadioGroup options={KINDS} value={kind} onValueChange={setKind} />
        </Field>
        <Field group label="Drawn from" error={errorOf(errors, 'scope')}>
          <RadioGroup options={scopesOf(scored, pending, threshold)} value={scope} onValueChange={setScope} />
        </Field>
        {kind === 'STRATIFIED' ? (
          <Field
            group
            label="Ranges of the score"
            hint="Ties stay together, so there may be fewer."
            error={errorOf(errors, 'strata')}
          >
            <div className="flex flex-wrap items-center gap-2">
              <TextField
                name="strata"
                aria-label="Number of ranges"
                type="number"
                min={2}
                max={10}
                defaultValue={5}
                required
                className="w-16"
              />
              <Segmented
                label="How the score is divided"
                options={[
                  { value: 'QUANTILE', label: 'of equal numbers' },
                  { value: 'EQUAL_WIDTH', label: 'of equal width' },
                ]}
                value={ranges}
                onValueChange={setRanges}
              />
            </div>
          </Field>
        ) : null}
      </div>
      <div className="flex flex-col gap-5">
        {mayPlan ? <SamplePlanner projectId={projectId} onPlan={onPlan} /> : null}
        <FormErrors messages={otherErrors(errors, FIELDS)} />
        <div className="flex flex-wrap gap-x-6 gap-y-4">
          <Field
            label="Documents to rate"
            hint={sizeHint(kind, scope)}
            error={errorOf(errors, 'size')}
            className={mayPlan ? undefined : 'basis-full'}
          >
            <TextField
              name="size"
              type="number"
              min={1}
              max={Math.min(scored, MOST)}
              value={size}
              onChange={(event) => onType(event.target.value)}
              required
              className="w-28"
            />
          </Field>
          <Field label="Raters of each" error={errorOf(errors, 'ratersPerDocument')}>
            <TextField name="raters" type="number" min={1} max={10} defaultValue={1} required className="w-20" />
          </Field>
          <Field label="Seed" hint="Any text; left empty, one is made." error={errorOf(errors, 'seed')}>
            <TextField name="seed" maxLength={100} className="w-40" />
          </Field>
        </div>
        <Button type="submit" variant="primary" loading={isRunning} className="self-start">
          Draw sample
        </Button>
      </div>
    </form>
  );
}

/** The size follows the plan, where there is one, until somebody types one of their own. */
function usePlannedSize(scored: number, mayPlan: boolean) {
  const [typed, setTyped] = useState<string | null>(null);
  const [planned, setPlanned] = useState<number | null>(null);
  const onPlan = useCallback((size: number, isAsked: boolean) => {
    setPlanned(size);
    if (isAsked) setTyped(null);
  }, []);
  const usual = Math.min(USUAL_SIZE, scored);
  return { size: typed ?? String((mayPlan ? planned : null) ?? usual), onType: setTyped, onPlan };
}

function sizeHint(kind: SampleKind, scope: SampleScope): string | undefined {
  if (scope === 'EXCLUDED') return 'With none relevant among 300, at most 1 % are, 19 times in 20.';
  return kind === 'STRATIFIED' ? 'Shared over the ranges by where answers tell most; 2 of each at least.' : undefined;
}

function readForm(form: FormData) {
  const seed = String(form.get('seed') ?? '').trim();
  const strata = form.get('strata');
  return {
    size: Number(form.get('size')),
    ratersPerDocument: Number(form.get('raters')),
    ...(strata === null ? {} : { strata: Number(strata) }),
    ...(seed ? { seed } : {}),
  };
}

function scopesOf(scored: number, pending: number, threshold: number | null) {
  const more = pending > 0 ? ` ${formatCount(pending)} more are being scored and would not be in it.` : '';
  return [
    { value: 'SCORED', label: 'All scored documents', hint: `${formatCount(scored)} now.${more}` },
    {
      value: 'EXCLUDED',
      label: 'What the threshold excludes',
      hint:
        threshold === null
          ? 'For an elusion test. No threshold is active yet.'
          : `For an elusion test: what lies below ${formatScore(threshold)}.`,
      disabled: threshold === null,
    },
  ] as const;
}
