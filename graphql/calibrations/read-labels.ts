import type { DocumentLabel, SavedLabels, ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import { namedLabels, toLabels } from '@/graphql/calibrations/to-labels';
import type { Context } from '@/graphql/context';
import { requireLoaded } from '@/graphql/require-loaded';
import type { SampleRow } from '@/graphql/rows';
import { getPool } from '@/prisma/client';
import { findRatedDocuments, type RatedDocuments, type RatedScope } from '@/prisma/queries/rated-documents';

/** The sample's labels as of now; null while nothing is rated. */
export async function readLabels(context: Context, sample: SampleRow): Promise<ThresholdCurveData | null> {
  const rated = await readRated(sample);
  return rated.count === 0 ? null : judged(context, sample, rated);
}

/** The same of a sample that speaks of the whole project: one of the excluded alone cannot tell what a threshold finds. */
export async function readProjectLabels(context: Context, sample: SampleRow): Promise<ThresholdCurveData | null> {
  return sample.scope === 'EXCLUDED' ? null : readLabels(context, sample);
}

/** The same with the document of each: 100,000 names take as long as the curves, which need none. */
export async function readNamedLabels(
  context: Context,
  sample: SampleRow,
): Promise<ThresholdCurveData<DocumentLabel> | null> {
  const rated = await readRated(sample, { withDocumentIds: true });
  if (rated.count === 0) return null;
  const data = await judged(context, sample, rated);
  return { ...data, labels: namedLabels(data.labels, rated.documentIds) };
}

/** The labels of the project with the ratings that they are made of, for what is saved: of one statement, so that they agree. */
export async function readLabelsToSave(context: Context, sample: SampleRow): Promise<SavedLabels | null> {
  if (sample.scope === 'EXCLUDED') return null;
  const rated = await readRated(sample, { withDocumentIds: true, withRatingIds: true });
  if (rated.count === 0) return null;
  const data = await judged(context, sample, rated);
  return { ...data, labels: namedLabels(data.labels, rated.documentIds), ratingIds: rated.ratingIds ?? [] };
}

type Asked = Pick<RatedScope, 'withDocumentIds' | 'withRatingIds'>;

function readRated({ id, projectId, kind }: SampleRow, asked: Asked = {}): Promise<RatedDocuments> {
  return findRatedDocuments(getPool(), { projectId, sampleId: id, withStrata: kind === 'STRATIFIED', ...asked });
}

async function judged(context: Context, sample: SampleRow, rated: RatedDocuments): Promise<ThresholdCurveData> {
  const project = await requireLoaded(context.loaders.project.load(sample.projectId), 'project');
  const strata = sample.kind === 'STRATIFIED' ? await context.loaders.sampleStrata.load(sample.id) : [];
  return { sample, project, labels: toLabels(rated, sample.populationSize, strata, project.relevanceCut) };
}
