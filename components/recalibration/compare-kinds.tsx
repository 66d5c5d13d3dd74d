'use client';

import { useQuery } from '@tanstack/react-query';
import { request } from '@/components/data/request';
import { KindChoice } from '@/components/recalibration/kind-choice';
import type { RecalibrationProject } from '@/components/recalibration/recalibration-board';
import { RecalibrationChoiceQuery } from '@/components/recalibration/recalibration-query';
import type { ChangeOfScale } from '@/components/recalibration/use-change-of-scale';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState, ErrorState } from '@/components/ui/page-states';
import { Skeleton } from '@/components/ui/skeleton';
import type { RecalibrationChoiceQuery as ChoiceResult } from '@/graphql/generated/operations/graphql';

type Sample = RecalibrationProject['samples']['nodes'][number];
type Comparison = Extract<NonNullable<ChoiceResult['node']>, { __typename: 'Sample' }>['recalibrationChoice'];
export type RecalibrationChoice = NonNullable<Comparison>;
export type Candidate = RecalibrationChoice['kinds'][number];

export type CompareKindsProps = Readonly<{
  project: RecalibrationProject;
  sample: Sample;
  scale: ChangeOfScale;
  mayApply: boolean;
}>;

/** Reads what one sample's ratings say of each kind; the comparison resamples, so it comes after the page. */
export function CompareKinds(props: CompareKindsProps) {
  const { project, sample } = props;
  const choice = useQuery({
    queryKey: ['recalibration', project.id, 'choice', sample.id, sample.ratedCount],
    queryFn: async ({ signal }) => {
      const { node } = await request(RecalibrationChoiceQuery, { sampleId: sample.id }, signal);
      return node?.__typename === 'Sample' ? (node.recalibrationChoice ?? null) : null;
    },
    placeholderData: (before) => before,
  });
  if (choice.isPending) return <Skeleton className="mb-10 h-[32rem] w-full" />;
  if (choice.isError) {
    return (
      <ErrorState
        title="The comparison could not be read"
        className="mx-0 px-0"
        action={<Button onClick={() => choice.refetch()}>Try again</Button>}
      >
        {choice.error.message}
      </ErrorState>
    );
  }
  if (choice.data) return <KindChoice {...props} choice={choice.data} />;
  return (
    <EmptyState
      title="Nothing of this sample is rated"
      className="mx-0 px-0"
      action={
        <ButtonLink variant="primary" href={`/projects/${project.id}/validation/${sample.id}`}>
          Rate the sample
        </ButtonLink>
      }
    >
      A recalibration is fitted to ratings: a shift or a straight line needs 10 of them, rising steps 50.
    </EmptyState>
  );
}
