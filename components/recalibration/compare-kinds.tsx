'use client';

import { useQuery } from '@tanstack/react-query';
import { request } from '@/components/data/request';
import { KindChoice, type KindChoiceProps } from '@/components/recalibration/kind-choice';
import { RecalibrationChoiceQuery } from '@/components/recalibration/recalibration-query';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState, ErrorState, Notice } from '@/components/ui/page-states';
import { Skeleton } from '@/components/ui/skeleton';

type CompareKindsProps = Omit<KindChoiceProps, 'choice'>;

/**
 * Reads what one sample's ratings say of each kind. The comparison resamples for a second or more: it comes after the page,
 * and is made again when somebody asks, not with every rating.
 */
export function CompareKinds(props: CompareKindsProps) {
  const { project, sample } = props;
  const choice = useQuery({
    queryKey: ['recalibration', project.id, 'choice', sample.id],
    queryFn: async ({ signal }) => {
      const { node } = await request(RecalibrationChoiceQuery, { sampleId: sample.id }, signal);
      const read = node?.__typename === 'Sample' ? (node.recalibrationChoice ?? null) : null;
      return { read, ratedCount: sample.ratedCount };
    },
    staleTime: Number.POSITIVE_INFINITY,
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
  const isBehind = choice.data.ratedCount !== sample.ratedCount;
  if (choice.data.read) {
    return (
      <>
        {isBehind ? <NewRatings isFetching={choice.isFetching} onCompare={() => choice.refetch()} /> : null}
        <KindChoice {...props} choice={choice.data.read} />
      </>
    );
  }
  if (isBehind) return <NewRatings isFetching={choice.isFetching} onCompare={() => choice.refetch()} />;
  return (
    <EmptyState
      title="Nothing of this sample is rated"
      className="mx-0 px-0 py-6"
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

function NewRatings({ isFetching, onCompare }: Readonly<{ isFetching: boolean; onCompare: () => void }>) {
  return (
    <Notice
      live
      className="mb-6"
      title="The sample’s ratings have changed"
      action={
        <Button size="small" loading={isFetching} onClick={onCompare}>
          Compare again
        </Button>
      }
    >
      What stands here was read before. Applying fits to the ratings as they are then.
    </Notice>
  );
}
