import { labelRatings } from '@/calibration/labels';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import type { Context } from '@/graphql/context';
import { requireLoaded } from '@/graphql/require-loaded';
import type { SampleRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findRatedDocuments } from '@/prisma/queries/calibrations';

/** The sample's labels as of now; null while nothing is rated. */
export async function readLabels(context: Context, sample: SampleRow): Promise<ThresholdCurveData | null> {
  const project = await requireLoaded(context.loaders.project.load(sample.projectId), 'project');
  const rated = await findRatedDocuments(getDatabase(), sample.projectId, sample.id);
  if (rated.length === 0) return null;
  return {
    sample,
    project,
    labels: labelRatings(rated, project.relevanceCut),
    ratingIds: rated.flatMap(({ ratingIds }) => ratingIds),
  };
}
