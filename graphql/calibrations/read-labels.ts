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

function judge({ documentId, ratingIds: _ratingIds, ...label }: RatedDocument, relevanceCut: number): JudgedLabel {
  requireRating('rating', label.rating);
  return { ...label, id: documentId, isRelevant: label.rating >= relevanceCut };
}
