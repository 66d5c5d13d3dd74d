'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { request } from '@/components/data/request';
import { useProjectChanges } from '@/components/data/use-project-changes';
import { CompareKinds } from '@/components/recalibration/compare-kinds';
import { InForce } from '@/components/recalibration/in-force';
import { RecalibrationQuery } from '@/components/recalibration/recalibration-query';
import type { RecalibrationProject } from '@/components/recalibration/recalibration-types';
import { sampleWords } from '@/components/recalibration/recalibration-words';
import { useChangeOfScale } from '@/components/recalibration/use-change-of-scale';
import { VersionTable } from '@/components/recalibration/version-table';
import { Page, Section } from '@/components/shell/page';
import { Button, ButtonLink } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState, Notice } from '@/components/ui/page-states';
import { Select } from '@/components/ui/select';

type RecalibrationBoardProps = Readonly<{ initial: RecalibrationProject; sampleId: string | null }>;

/** While documents are ranked anew their number is asked for as well, in case a message is lost. */
const LOOK_MS = 2_000;

/** Compare maps of the score on a sample's ratings, put one in force, take it back. */
export function RecalibrationBoard({ initial, sampleId }: RecalibrationBoardProps) {
  const router = useRouter();
  const client = useQueryClient();
  const { data: project = initial, error } = useQuery({
    queryKey: ['recalibration', initial.id, 'project'],
    queryFn: async ({ signal }) => (await request(RecalibrationQuery, { id: initial.id }, signal)).project ?? initial,
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.rerank?.status === 'RUNNING' ? LOOK_MS : false),
  });
  const refresh = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['recalibration', initial.id, 'project'] });
  }, [client, initial.id]);
  useProjectChanges(initial.id, (change) => {
    if (!change || change.topics.some((topic) => topic === 'CALIBRATION' || topic === 'RATING')) refresh();
  });
  const scale = useChangeOfScale(project.id, project.recalibration ?? null);
  // A sample of the excluded alone knows no high score: a map read off it would be guessed there.
  const samples = project.samples.nodes.filter(({ scope }) => scope === 'SCORED');
  const chosen =
    samples.find(({ id }) => id === sampleId) ?? samples.find(({ ratedCount }) => ratedCount > 0) ?? samples[0];
  const mayApply = project.viewerPermissions.includes('recalibration:apply');
  const { nodes: versions, totalCount } = project.recalibrations;
  return (
    <Page
      title="Recalibration"
      summary="The model’s scores, moved to where this project’s experts put them. The threshold lies on the recalibrated scale."
    >
      {error ? (
        <Notice
          tone="wrong"
          live
          className="mb-6"
          title="The state of the recalibration could not be read"
          action={
            <Button size="small" onClick={refresh}>
              Try again
            </Button>
          }
        >
          What stands here is as it was when it was read last.
        </Notice>
      ) : null}
      <InForce project={project} scale={scale} mayApply={mayApply} />
      {samples.length > 1 && chosen ? (
        <Field label="Sample" className="mb-6 max-w-sm">
          <Select
            value={chosen.id}
            onChange={(event) => router.replace(`?sample=${event.target.value}`, { scroll: false })}
            options={samples.map((sample) => ({ value: sample.id, label: sampleWords(sample) }))}
          />
        </Field>
      ) : null}
      {chosen ? (
        <CompareKinds key={chosen.id} project={project} sample={chosen} scale={scale} mayApply={mayApply} />
      ) : (
        <NoSample projectId={project.id} />
      )}
      {versions.length > 0 ? (
        <Section
          title="Versions"
          hint="Each keeps the ratings and the model it was fitted to. One at most is in force."
        >
          <VersionTable project={project} versions={versions} scale={scale} mayApply={mayApply} />
          {totalCount > versions.length ? (
            <p className="mt-3 text-ink-muted text-sm">
              The newest {formatCount(versions.length)} of {formatCount(totalCount)}; the API has the others.
            </p>
          ) : null}
        </Section>
      ) : null}
    </Page>
  );
}

function NoSample({ projectId }: Readonly<{ projectId: string }>) {
  return (
    <EmptyState
      title="Scores on your experts’ scale"
      className="mx-0 px-0 py-6"
      action={
        <ButtonLink variant="primary" href={`/projects/${projectId}/validation`}>
          Draw a sample
        </ButtonLink>
      }
    >
      A model may be too generous or too strict for one question. A random sample, rated without seeing the scores,
      tells by how much, and whether moving the scores would help. Draw one first.
    </EmptyState>
  );
}
