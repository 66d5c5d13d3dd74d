import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { type Asked, readRaters, readSample, readThreshold } from '@/components/reliability/address-choices';
import { AddressNotice } from '@/components/reliability/address-notice';
import { AgreementSection } from '@/components/reliability/agreement-section';
import { LabelErrorSection } from '@/components/reliability/label-error-section';
import { QuerySelects } from '@/components/reliability/query-selects';
import { RaterChoice } from '@/components/reliability/rater-choice';
import {
  ReliabilityQuery,
  SampleRatersQuery,
  SampleReliabilityQuery,
} from '@/components/reliability/reliability-query';
import { sampleOptions } from '@/components/reliability/sample-options';
import { readMeasure, readSubgroupBy, SUBGROUPS } from '@/components/reliability/subgroup-choices';
import { MEASURES, SubgroupSection } from '@/components/reliability/subgroup-section';
import { ThresholdField } from '@/components/reliability/threshold-field';
import { Page, Section } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/page-states';

export const metadata: Metadata = { title: 'Reliability' };

type Choices = Readonly<Record<'sample' | 'by' | 'measure' | 'threshold' | 'rater', Asked>>;
type ReliabilityPageProps = Readonly<{ params: Promise<{ projectId: string }>; searchParams: Promise<Choices> }>;

const SUMMARY = 'Whether the scores hold for every part of the literature, and the labels for every rater.';

export default async function ReliabilityPage({ params, searchParams }: ReliabilityPageProps) {
  const [{ projectId }, asked] = await Promise.all([params, searchParams]);
  const { project } = await read(ReliabilityQuery, { id: projectId });
  if (!project) notFound();
  const samples = project.samples.nodes.filter(({ ratedCount }) => ratedCount > 0);
  const given = readSample(asked.sample, samples);
  const chosen = given.choice ?? samples.find(({ scope }) => scope === 'SCORED') ?? samples[0];
  if (!chosen) return <NothingRated projectId={project.id} />;
  const raters = await readRatersOf(chosen.id);
  const compared = readRaters(
    asked.rater,
    raters.map(({ id }) => id),
  );
  const threshold = readThreshold(asked.threshold);
  const [by, measure] = [readSubgroupBy(asked.by), readMeasure(asked.measure)];
  const { node: sample } = await read(SampleReliabilityQuery, {
    sampleId: chosen.id,
    by,
    threshold: threshold.choice,
    raterIds: compared.choice,
  });
  if (sample?.__typename !== 'Sample' || !sample.subgroups) return <NothingRated projectId={project.id} />;
  return (
    <Page title="Reliability" summary={SUMMARY}>
      <QuerySelects
        choices={[
          // Who rated one sample may not have rated another.
          { name: 'sample', label: 'Sample', value: chosen.id, options: sampleOptions(samples), forgets: ['rater'] },
          { name: 'by', label: 'Groups', value: by, options: optionsOf(SUBGROUPS) },
          { name: 'measure', label: 'Shown', value: measure, options: optionsOf(MEASURES) },
        ]}
      >
        <ThresholdField key={threshold.choice} given={threshold.choice} usual={sample.subgroups.threshold} />
      </QuerySelects>
      <AddressNotice refusals={refusalsOf(given.isRefused, threshold.isRefused, compared.isRefused)} />
      <Section title="Is it as good everywhere?">
        <SubgroupSection report={sample.subgroups} measure={measure} />
      </Section>
      <Section title="Labels that may be wrong">
        <LabelErrorSection
          sample={sample}
          href={`/projects/${project.id}/validation/${chosen.id}/second-look`}
          mayRate={project.viewerPermissions.includes('sample:rate')}
        />
      </Section>
      <Section title="Do the raters agree?">
        <RaterChoice
          key={sample.agreement.raters.map(({ user }) => user.id).join(' ')}
          raters={raters}
          compared={sample.agreement.raters.map(({ user }) => user.id)}
        />
        <AgreementSection agreement={sample.agreement} />
      </Section>
    </Page>
  );
}

/** Who has rated anything of a sample, most first. */
async function readRatersOf(sampleId: string) {
  const { node } = await read(SampleRatersQuery, { sampleId });
  const raters = node?.__typename === 'Sample' ? node.raters : [];
  return raters
    .filter(({ ratedCount }) => ratedCount > 0)
    .map(({ user: { id, name }, ratedCount }) => ({ id, name, ratedCount }));
}

function refusalsOf(sample: boolean, threshold: boolean, raters: boolean): (string | null)[] {
  return [
    sample ? 'The sample is not among the rated samples of this project: the newest rated one is shown.' : null,
    threshold ? 'A threshold lies from 1 to 5: figures are shown at the one that holds.' : null,
    raters ? 'Two to ten raters of this sample can be compared: those who have rated most are.' : null,
  ];
}

function optionsOf(names: Readonly<Record<string, string>>) {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}

function NothingRated({ projectId }: Readonly<{ projectId: string }>) {
  return (
    <Page title="Reliability" summary={SUMMARY}>
      <EmptyState
        title="Nothing is rated yet"
        className="mx-0 px-0 py-6"
        action={
          <ButtonLink variant="primary" href={`/projects/${projectId}/validation`}>
            Draw a sample
          </ButtonLink>
        }
      >
        Figures by group, suspected labels and agreement come from a random sample that experts have rated.
      </EmptyState>
    </Page>
  );
}
