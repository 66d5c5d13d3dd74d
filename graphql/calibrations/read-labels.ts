import { requireRating } from '@/calibration/labels';
import type { JudgedLabel } from '@/calibration/report-thresholds';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import type { Context } from '@/graphql/context';
import { requireLoaded } from '@/graphql/require-loaded';
import type { SampleRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findRatedDocuments, type RatedDocument } from '@/prisma/queries/calibrations';

/** The sample's labels as of now; null while nothing is rated. */
export async function readLabels(context: Context, sample: SampleRow): Promise<ThresholdCurveData | null> {
  const project = await requireLoaded(context.loaders.project.load(sample.projectId), 'project');
  const rated = await findRatedDocuments(getDatabase(), sample.projectId, sample.id);
  if (rated.length === 0) return null;
  return {
    sample,
    project,
    labels: rated.map((document) => judge(document, project.relevanceCut)),
    ratingIds: rated.flatMap(({ ratingIds }) => ratingIds),
  };
}

/** The same of a sample that speaks of the whole project: one of the excluded alone cannot tell what a threshold finds. */
export async function readProjectLabels(context: Context, sample: SampleRow): Promise<ThresholdCurveData | null> {
  return sample.scope === 'EXCLUDED' ? null : readLabels(context, sample);
}

function judge({ documentId, ratingIds: _ratingIds, ...label }: RatedDocument, relevanceCut: number): JudgedLabel {
  requireRating('rating', label.rating);
  return { ...label, id: documentId, isRelevant: label.rating >= relevanceCut };
}
