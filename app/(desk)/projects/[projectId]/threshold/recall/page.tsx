import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { type Asked, readOption, readSample } from '@/components/reliability/address-choices';
import { AddressNotice } from '@/components/reliability/address-notice';
import { type QueryChoice, QuerySelects } from '@/components/reliability/query-selects';
import { RecallClaims } from '@/components/reliability/recall-claims';
import { RecallQuery } from '@/components/reliability/recall-query';
import { ReliabilityQuery } from '@/components/reliability/reliability-query';
import { sampleOptions } from '@/components/reliability/sample-options';
import { ScreeningCurve } from '@/components/reliability/screening-curve';
import { Page, Section } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { EmptyState } from '@/components/ui/page-states';
import type { ChoosableSampleFragment } from '@/graphql/generated/operations/graphql';

export const metadata: Metadata = { title: 'Recall so far' };

type RecallPageProps = Readonly<{
  params: Promise<{ projectId: string }>;
  searchParams: Promise<Readonly<Record<'recall' | 'confidence' | 'control' | 'excluded', Asked>>>;
}>;

const TARGETS = ['0.8', '0.9', '0.95', '0.99'] as const;
const CONFIDENCES = ['0.9', '0.95', '0.99'] as const;
const GONE = 'It may be gone, or drawn in another way than this takes: the newest that fits is shown.';

export default async function RecallPage({ params, searchParams }: RecallPageProps) {
  const [{ projectId }, asked] = await Promise.all([params, searchParams]);
  const samples = (await read(ReliabilityQuery, { id: projectId })).project?.samples.nodes;
  if (!samples) notFound();
  const random = samples.filter(({ kind }) => kind === 'SIMPLE_RANDOM');
  const controls = random.filter(({ scope }) => scope === 'SCORED');
  const excluded = random.filter(({ scope }) => scope === 'EXCLUDED');
  const [control, elusion] = [readSample(asked.control, controls), readSample(asked.excluded, excluded)];
  const target = readOption(asked.recall, TARGETS, '0.95');
  const confidence = readOption(asked.confidence, CONFIDENCES, '0.95');
  const { project } = await read(RecallQuery, {
    id: projectId,
    recall: Number(target.choice),
    confidence: Number(confidence.choice),
    control: control.choice?.id ?? null,
    elusion: elusion.choice?.id ?? null,
  });
  if (!project) notFound();
  const { recallSoFar } = project;
  return (
    <Page
      title="Recall so far"
      summary="What the review has found, and what is known of the rest: each answer with what it is worth."
    >
      <QuerySelects
        choices={[
          { name: 'recall', label: 'Target recall', value: target.choice, options: sharesOf(TARGETS) },
          { name: 'confidence', label: 'Confidence', value: confidence.choice, options: sharesOf(CONFIDENCES) },
          ...choiceOf('control', 'Control set', recallSoFar.control.sample, controls),
          ...choiceOf('excluded', 'Sample of the excluded', recallSoFar.elusion.sample, excluded),
        ]}
      />
      <AddressNotice
        refusals={[
          target.isRefused ? `The target recall can be ${inWords(TARGETS)}: 95 % is shown.` : null,
          confidence.isRefused ? `The confidence can be ${inWords(CONFIDENCES)}: 95 % is shown.` : null,
          control.isRefused ? `The control set is not among the samples of this project. ${GONE}` : null,
          elusion.isRefused ? `The sample of the excluded is not among the samples of this project. ${GONE}` : null,
        ]}
      />
      <Section title="May we stop?">
        <RecallClaims recall={recallSoFar} />
      </Section>
      <Section title="Screened in order">
        <Screened projectId={project.id} recall={recallSoFar} />
      </Section>
    </Page>
  );
}

function sharesOf(values: readonly string[]) {
  return values.map((value) => ({ value, label: formatShare(Number(value), 0) }));
}

function inWords(values: readonly string[]): string {
  return WORDS.format(sharesOf(values).map(({ label }) => label));
}
const WORDS = new Intl.ListFormat('en', { type: 'disjunction' });

/** Nothing to choose where no sample fits; the method's own words say then what it takes. */
function choiceOf(
  name: string,
  label: string,
  sample: Readonly<{ id: string }> | null | undefined,
  fitting: readonly ChoosableSampleFragment[],
): QueryChoice[] {
  return sample ? [{ name, label, value: sample.id, options: sampleOptions(fitting) }] : [];
}

type ScreenedProps = Readonly<{
  projectId: string;
  recall: Readonly<{
    screened: number;
    documents: number;
    found: number;
    curve: readonly Readonly<{ screened: number; found: number }>[];
  }>;
}>;

function Screened({ projectId, recall: { screened, documents, found, curve } }: ScreenedProps) {
  if (screened === 0) {
    return (
      <EmptyState
        title="Nothing is screened yet"
        className="mx-0 px-0 py-4"
        action={<ButtonLink href={`/projects/${projectId}/documents`}>Read from the top</ButtonLink>}
      >
        A document counts as screened when someone has taken it in, left it out, or given it a score of their own.
      </EmptyState>
    );
  }
  return (
    <>
      <p className="mb-3 text-ink-muted">
        {`${formatCount(screened)} of ${formatCount(documents)} scored documents are screened, ${formatCount(found)} of them relevant.`}
      </p>
      <ScreeningCurve points={curve} />
    </>
  );
}
