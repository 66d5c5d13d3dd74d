import { ButtonLink } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState, Notice } from '@/components/ui/page-states';
import type { Standing } from '@/components/validation/rating-state';
import { isManySkipped, skippedWords } from '@/components/validation/sample-words';

type RatingFinishedProps = Readonly<{ projectId: string; sampleId: string; standing: Standing; raters: number }>;

/** Nothing is offered to this rater any more. */
export function RatingFinished({ projectId, sampleId, standing, raters }: RatingFinishedProps) {
  const { ratedCount, size, goneCount, completeCount, viewerAnsweredCount } = standing;
  const there = size - goneCount;
  return (
    <EmptyState
      title={
        viewerAnsweredCount > 0
          ? 'You have answered every document of this sample'
          : 'No document of this sample is open'
      }
      action={
        ratedCount > 0 ? (
          <ButtonLink variant="primary" href={`/projects/${projectId}/threshold?sample=${sampleId}`}>
            See what a threshold would mean
          </ButtonLink>
        ) : (
          <ButtonLink href={`/projects/${projectId}/validation`}>Back to the samples</ButtonLink>
        )
      }
    >
      <p>{`${formatCount(ratedCount)} of ${formatCount(there)} documents rated, by you or others.`}</p>
      {raters > 1 && completeCount < there ? (
        <p>{`${formatCount(completeCount)} have the ${raters} ratings that were asked for: the rest waits for others.`}</p>
      ) : null}
      {goneCount > 0 ? <p>{`${formatCount(goneCount)} drawn documents are no longer there.`}</p> : null}
      {isManySkipped(standing) ? <Notice className="mt-3">{skippedWords(standing)}</Notice> : null}
    </EmptyState>
  );
}
