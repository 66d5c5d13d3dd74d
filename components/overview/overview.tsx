'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ScoreHistogram } from '@/components/charts/score-histogram';
import { request } from '@/components/data/request';
import { useProjectChanges } from '@/components/data/use-project-changes';
import { DriftNotice } from '@/components/overview/drift-notice';
import { nextStep } from '@/components/overview/next-step';
import { OverviewQuery } from '@/components/overview/overview-query';
import { ScoringProgress } from '@/components/overview/scoring-progress';
import { Page, Section } from '@/components/shell/page';
import { estimateWords } from '@/components/threshold/read-point';
import { ButtonLink } from '@/components/ui/button';
import { DescriptionList } from '@/components/ui/description-list';
import { formatCount, formatScore } from '@/components/ui/format-number';
import { EmptyState, Notice } from '@/components/ui/page-states';
import type { OverviewQuery as OverviewResult } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<OverviewResult['project']>;

/** How far the project is, where its scores lie, and the one thing to do next; live. */
export function Overview({ initial }: Readonly<{ initial: Project }>) {
  const client = useQueryClient();
  const key = ['overview', initial.id];
  const { data: project = initial } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await request(OverviewQuery, { id: initial.id }, signal)).project ?? initial,
    initialData: initial,
  });
  useProjectChanges(initial.id, () => client.invalidateQueries({ queryKey: key }));
  const base = `/projects/${project.id}`;
  const step = nextStep(project);
  return (
    <Page title={project.name} summary={project.description || undefined}>
      {project.scoringRun?.model?.isStandIn ? (
        <Notice className="mb-6" title={`Scored by ${project.scoringRun.model.name}`}>
          A small model that stands in for the real one, so that everything works at once. For real work, the operator
          of this installation switches to the relevance model.
        </Notice>
      ) : null}
      {project.newerModel ? (
        <Notice
          className="mb-6"
          title={`Another model is in use: ${project.newerModel.name}`}
          action={<ButtonLink href={`${base}/settings`}>Settings</ButtonLink>}
        >
          Scores that an earlier model gave here stay as they are. Scored again, all documents are one model's.
        </Notice>
      ) : null}
      <DriftNotice base={base} drifts={project.driftReports} />
      {step ? (
        <Section title={step.title} hint={step.why}>
          <ButtonLink variant="primary" href={base + step.path}>
            {step.label}
          </ButtonLink>
        </Section>
      ) : null}
      {project.progress.documents > 0 ? <Standing project={project} base={base} /> : <NothingYet />}
    </Page>
  );
}

function NothingYet() {
  return (
    <EmptyState level={2} title="Scores and progress" className="mx-0 px-0">
      Once documents are in, this page shows how many are scored, where the scores lie, and what the threshold includes.
    </EmptyState>
  );
}

function Standing({ project, base }: Readonly<{ project: Project; base: string }>) {
  const { progress, activeCalibration: active, scoreHistogram: histogram } = project;
  const width = (histogram.upper - histogram.lower) / histogram.counts.length;
  const bins = histogram.counts.map((count, index) => ({
    from: histogram.lower + index * width,
    to: histogram.lower + (index + 1) * width,
    count,
  }));
  return (
    <>
      <Section title="Progress">
        <div className="flex max-w-2xl flex-col gap-5">
          <ScoringProgress project={project} />
          <DescriptionList
            items={[
              { term: 'Documents', detail: documentsSentence(progress) },
              { term: 'Overridden', detail: `${formatCount(progress.overridden)} by experts` },
              ...(active
                ? [
                    { term: 'Threshold', detail: `${formatScore(active.threshold)}, version ${active.version}` },
                    {
                      term: 'Included',
                      detail: progress.included === null ? 'not known' : formatCount(progress.included),
                    },
                    { term: 'Recall', detail: estimateWords(active.recall) },
                    { term: 'Precision', detail: estimateWords(active.precision) },
                  ]
                : []),
            ]}
          />
        </div>
      </Section>
      <Section
        title="Scores"
        actions={
          <ButtonLink variant="quiet" href={`${base}/documents`}>
            Ranked list
          </ButtonLink>
        }
      >
        <ScoreHistogram bins={bins} threshold={active?.threshold ?? null} fileName={`scores-${project.name}`} />
      </Section>
    </>
  );
}

function documentsSentence(progress: Project['progress']): string {
  const parts = [formatCount(progress.documents - progress.duplicates)];
  if (progress.duplicates > 0)
    parts.push(
      `${formatCount(progress.duplicates)} ${progress.duplicates === 1 ? 'duplicate' : 'duplicates'} beside them`,
    );
  if (progress.failed > 0) parts.push(`${formatCount(progress.failed)} could not be scored`);
  return parts.join(', ');
}
