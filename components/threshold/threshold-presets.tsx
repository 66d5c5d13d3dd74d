'use client';

import { memo, useState } from 'react';
import { areCosts, type ErrorCosts } from '@/components/threshold/error-costs';
import { Preset } from '@/components/threshold/preset';
import { certificateWords, costWords, workloadWords } from '@/components/threshold/preset-words';
import type { Certificate } from '@/components/threshold/read-point';
import { type Chosen, useCertificate, useCostChoice, useWorkloadChoice } from '@/components/threshold/use-choice';
import { ButtonLink } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';

type ThresholdPresetsProps = Readonly<{
  projectId: string;
  sampleId: string;
  certificate: Certificate;
  costs: ErrorCosts;
  inUse: 'BY_CERTIFICATE' | 'BY_WORKLOAD' | 'BY_COST' | null;
  /** Where the handle stands to the certificate. */
  coverage: string | null;
  onCertificate: (certificate: Certificate) => void;
  onCosts: (costs: ErrorCosts) => void;
  onChoose: (chosen: NonNullable<Chosen>) => void;
}>;

/** Three ways to come by a threshold that can be defended. Not drawn again while the handle only moves. */
export const ThresholdPresets = memo((props: ThresholdPresetsProps) => (
  <div className="grid gap-x-8 gap-y-6 md:grid-cols-3">
    <CertificatePreset {...props} />
    <WorkloadPreset {...props} />
    <CostPreset {...props} />
  </div>
));
ThresholdPresets.displayName = 'ThresholdPresets';

function CertificatePreset(props: ThresholdPresetsProps) {
  const { projectId, sampleId, certificate, coverage, inUse, onCertificate, onChoose } = props;
  const [recall, setRecall] = useState(percentOf(certificate.recall));
  const [confidence, setConfidence] = useState(percentOf(certificate.confidence));
  const [mistake, setMistake] = useState<string | null>(null);
  const ask = useCertificate(sampleId, (answer) => {
    onCertificate(answer);
    if (answer.threshold !== null) onChoose({ origin: 'BY_CERTIFICATE', threshold: answer.threshold });
  });
  const submit = () => {
    const asked = { recall: Number(recall) / 100, confidence: Number(confidence) / 100 };
    const isSound = Object.values(asked).every((share) => share >= 0.5 && share <= 0.999);
    setMistake(
      isSound ? null : 'Recall and confidence lie from 50 to 99.9 %: all of it, or for certain, nobody can promise.',
    );
    if (isSound) ask.mutate(asked);
  };
  return (
    <Preset
      title="Promise a recall"
      action="Certify"
      isInUse={inUse === 'BY_CERTIFICATE'}
      isRunning={ask.isPending}
      error={mistake ?? ask.error?.message ?? null}
      onSubmit={submit}
      outcome={
        <>
          <p>{certificateWords(certificate)}</p>
          {coverage ? <p className="mt-1 text-ink">{coverage}</p> : null}
          {certificate.threshold === null ? null : (
            <p className="mt-1">One promise from one sample, whose size was fixed before it was asked.</p>
          )}
          <CertificateWayOn certificate={certificate} projectId={projectId} sampleId={sampleId} />
        </>
      }
    >
      <Field label="Recall" className="w-22">
        <PercentField value={recall} onChange={setRecall} />
      </Field>
      <Field label="Confidence" className="w-22">
        <PercentField value={confidence} onChange={setConfidence} />
      </Field>
    </Preset>
  );
}

type WayOnProps = Readonly<{ certificate: Certificate; projectId: string; sampleId: string }>;

function CertificateWayOn({ certificate, projectId, sampleId }: WayOnProps) {
  if (certificate.threshold !== null) return null;
  const base = `/projects/${projectId}/validation`;
  const isWrongKind = certificate.refusal === 'NOT_A_SIMPLE_RANDOM_SAMPLE';
  return (
    <ButtonLink size="small" className="mt-2" href={isWrongKind ? base : `${base}/${sampleId}`}>
      {isWrongKind ? 'Draw a simple random sample' : 'Rate more of the sample'}
    </ButtonLink>
  );
}

function WorkloadPreset({ sampleId, inUse, onChoose }: ThresholdPresetsProps) {
  const [documents, setDocuments] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  const ask = useWorkloadChoice(sampleId, ({ threshold, documents: asked }) =>
    onChoose({ origin: 'BY_WORKLOAD', threshold, documents: asked }),
  );
  const submit = () => {
    const asked = documents.trim() === '' ? Number.NaN : Number(documents);
    const isSound = Number.isInteger(asked) && asked >= 0 && asked <= 2_000_000_000;
    setMistake(isSound ? null : 'Say how many documents you are ready to read, a whole number.');
    if (isSound) ask.mutate(asked);
  };
  return (
    <Preset
      title="Read at most"
      action="Find"
      isInUse={inUse === 'BY_WORKLOAD'}
      isRunning={ask.isPending}
      error={mistake ?? ask.error?.message ?? null}
      onSubmit={submit}
      outcome={
        ask.data ? (
          <p>{workloadWords(ask.data)} What it finds is an estimate, not a promise.</p>
        ) : (
          <p>The lowest threshold that includes no more documents than you are ready to read.</p>
        )
      }
    >
      <Field label="Documents" className="w-30">
        <TextField
          type="number"
          inputMode="numeric"
          min={0}
          step={1}
          value={documents}
          onChange={(event) => setDocuments(event.target.value)}
        />
      </Field>
    </Preset>
  );
}

function CostPreset({ sampleId, costs, inUse, onCosts, onChoose }: ThresholdPresetsProps) {
  const [falsePositive, setFalsePositive] = useState(String(costs.falsePositive));
  const [falseNegative, setFalseNegative] = useState(String(costs.falseNegative));
  const [mistake, setMistake] = useState<string | null>(null);
  const ask = useCostChoice(sampleId, ({ threshold, falsePositive: fp, falseNegative: fn }) =>
    onChoose({ origin: 'BY_COST', threshold, costs: { falsePositive: fp, falseNegative: fn } }),
  );
  const change = (fp: string, fn: string) => {
    setFalsePositive(fp);
    setFalseNegative(fn);
    const given = { falsePositive: amountOf(fp), falseNegative: amountOf(fn) };
    if (areCosts(given)) onCosts(given);
  };
  const submit = () => {
    const given = { falsePositive: amountOf(falsePositive), falseNegative: amountOf(falseNegative) };
    const isSound = areCosts(given);
    setMistake(isSound ? null : 'Costs lie from 0 to a billion, and one of the two is above 0.');
    if (isSound) ask.mutate(given);
  };
  return (
    <Preset
      title="Weigh the errors"
      action="Find"
      isInUse={inUse === 'BY_COST'}
      isRunning={ask.isPending}
      error={mistake ?? ask.error?.message ?? null}
      onSubmit={submit}
      outcome={
        <p>
          {ask.data
            ? costWords(ask.data)
            : 'What an irrelevant document read and a relevant one missed cost, in any one unit: hours, money.'}
        </p>
      }
    >
      <Field label="Read in vain" className="w-22">
        <AmountField value={falsePositive} onChange={(value) => change(value, falseNegative)} />
      </Field>
      <Field label="Missed" className="w-22">
        <AmountField value={falseNegative} onChange={(value) => change(falsePositive, value)} />
      </Field>
    </Preset>
  );
}

type InputProps = Readonly<{ value: string; onChange: (value: string) => void }>;

function PercentField({ value, onChange }: InputProps) {
  return (
    <TextField
      type="number"
      inputMode="decimal"
      min={50}
      max={99.9}
      step={0.1}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      trailing={<span className="pr-1.5 text-ink-muted text-sm">%</span>}
    />
  );
}

function AmountField({ value, onChange }: InputProps) {
  return (
    <TextField
      type="number"
      inputMode="decimal"
      min={0}
      step="any"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function percentOf(share: number): string {
  return String(Number((share * 100).toFixed(6)));
}

function amountOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
