import type { RecalibrationChoice } from '@/components/recalibration/recalibration-types';
import { ButtonLink } from '@/components/ui/button';
import { Notice } from '@/components/ui/page-states';

type KindNoticesProps = Readonly<{ projectId: string; sampleId: string; choice: RecalibrationChoice }>;

/** What the comparison cannot say yet, or that the scores are best left alone. */
export function KindNotices({ projectId, sampleId, choice }: KindNoticesProps) {
  const { kinds, recommended, labelled } = choice;
  const others = kinds.filter(({ kind }) => kind !== 'IDENTITY');
  if (others.every(({ notCompared }) => notCompared === 'TOO_FEW_LABELS')) {
    return (
      <Notice
        className="mb-6"
        title={labelled === 1 ? 'One rating is too few' : `${labelled} ratings are too few`}
        action={
          <ButtonLink size="small" href={`/projects/${projectId}/validation/${sampleId}`}>
            Rate the sample
          </ButtonLink>
        }
      >
        A shift or a straight line needs 10 rated documents, rising steps 50. Until then the scores stay as they are.
      </Notice>
    );
  }
  if (recommended !== 'IDENTITY') return null;
  return (
    <Notice className="mb-6" title="Nothing does better than the scores as they are">
      No map comes closer to ratings that it has not seen. The scores are best left alone; more ratings may tell more.
    </Notice>
  );
}
