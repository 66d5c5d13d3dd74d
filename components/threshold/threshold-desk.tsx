'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { request } from '@/components/data/request';
import type { ErrorCosts } from '@/components/threshold/error-costs';
import { ThresholdChoice } from '@/components/threshold/threshold-choice';
import { CurveQuery } from '@/components/threshold/threshold-query';
import { Button, ButtonLink } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState, ErrorState } from '@/components/ui/page-states';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import type { ThresholdQuery } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<ThresholdQuery['project']>;
type ThresholdDeskProps = Readonly<{ project: Project; sampleId: string; costs: ErrorCosts | null }>;

/** What is asked of a sample before anybody has asked for anything. */
const FIRST_PROMISE = { recall: 0.95, confidence: 0.95 };

/** Move the threshold and see what it finds, misses and costs, from one sample's ratings. */
export function ThresholdDesk({ project, sampleId, costs }: ThresholdDeskProps) {
  const router = useRouter();
  const curve = useQuery({
    queryKey: ['curve', sampleId],
    queryFn: async ({ signal }) => {
      const { node } = await request(CurveQuery, { sampleId, ...FIRST_PROMISE }, signal);
      return node?.__typename === 'Sample' ? node.thresholdCurve : null;
    },
  });
  const isStratified = project.samples.nodes.find(({ id }) => id === sampleId)?.kind === 'STRATIFIED';
  return (
    <>
      {project.samples.nodes.length > 1 ? (
        <Field label="Sample" className="mb-6 max-w-sm">
          <Select
            value={sampleId}
            onChange={(event) => router.replace(`?sample=${event.target.value}`)}
            options={project.samples.nodes.map(({ id, kind, size, ratedCount, createdAt }) => ({
              value: id,
              label: `${createdAt.slice(0, 10)}, ${kind === 'STRATIFIED' ? 'by strata' : 'simple random'}, ${formatCount(ratedCount)} of ${formatCount(size)} rated`,
            }))}
          />
        </Field>
      ) : null}
      {curve.isPending ? <Skeleton className="h-96 w-full" /> : null}
      {curve.isError ? (
        <ErrorState
          title="The curve could not be read"
          action={<Button onClick={() => curve.refetch()}>Try again</Button>}
        >
          {curve.error.message}
        </ErrorState>
      ) : null}
      {curve.isSuccess && curve.data ? (
        <ThresholdChoice
          project={project}
          sampleId={sampleId}
          curve={curve.data}
          isStratified={isStratified}
          givenCosts={costs}
        />
      ) : null}
      {curve.isSuccess && !curve.data ? (
        <EmptyState
          title="Nothing of this sample is rated"
          className="mx-0 px-0"
          action={
            <ButtonLink variant="primary" href={`/projects/${project.id}/validation/${sampleId}`}>
              Rate the sample
            </ButtonLink>
          }
        >
          A threshold is read off ratings. Rate documents of the sample first; a few dozen already show its shape.
        </EmptyState>
      ) : null}
    </>
  );
}
