import { v7 as createId } from 'uuid';
import { recordAudit } from '@/graphql/audit/record-audit';
import { readLabelsToSave } from '@/graphql/calibrations/read-labels';
import { estimateAt } from '@/graphql/calibrations/sample-curves';
import type { SavedMetrics } from '@/graphql/calibrations/saved-figures';
import { readOrigin, settleOrigin } from '@/graphql/calibrations/threshold-origin';
import { toPoint } from '@/graphql/calibrations/threshold-points';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, invalid } from '@/graphql/errors';
import type { SaveCalibrationInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { readFreeText } from '@/graphql/projects/project-input';
import type { CalibrationRow } from '@/graphql/rows';
import { requireSample } from '@/graphql/samples/find-sample';
import { publish } from '@/jobs/events';
import packageJson from '@/package.json' with { type: 'json' };
import { getDatabase, inTransaction } from '@/prisma/client';
import { nextCalibrationVersion } from '@/prisma/queries/calibrations';
import { insertReference, readFeatures } from '@/prisma/queries/drift';
import { lockProject } from '@/prisma/queries/projects';

const MAX_NOTE = 2_000;

/** Saves a threshold as the project's next version, with its figures and everything they were computed from. */
export async function saveCalibration(
  context: Context,
  input: SaveCalibrationInput,
): Promise<{ calibration: CalibrationRow }> {
  const viewer = requireViewer(context);
  const sampleId = keyOf('Sample', input.sampleId, 'sampleId');
  const { sample, project } = await requireSample(context, sampleId, 'calibration:save', 'sample', 'sampleId');
  const threshold = readThreshold(input.threshold);
  const note = readFreeText('note', input.note ?? '', MAX_NOTE);
  const claimed = readOrigin(input);
  const data = await readLabelsToSave(context, sample);
  if (!data) throw new AppError('NO_LABELS', 'Nothing of this sample is rated yet: rate some of it first.');
  const basis = await context.loaders.rankingBasis.load(project.id);
  const modelRevisionId = basis?.modelRevisionId ?? null;
  const model = modelRevisionId ? await context.loaders.modelRevision.load(modelRevisionId) : null;
  const { metrics, documents } = await estimateAt(data, threshold);
  const { certificate, cost } = await settleOrigin(data, claimed, metrics);
  const { threshold: _threshold, ...figures } = toPoint(metrics);
  const saved: SavedMetrics = { ...figures, f1: figures.f1 ?? null, documents };
  const metricsAndCost = cost ? { ...saved, cost } : saved;
  const inputs = {
    sampleId,
    kind: sample.kind,
    seed: sample.seed,
    method: sample.method,
    size: sample.size,
    populationSize: sample.populationSize,
    ratingIds: [...data.ratingIds],
    labelled: data.labels.length,
    relevant: data.labels.filter(({ isRelevant }) => isRelevant).length,
    counts: { ...metrics.counts },
    relevanceCut: project.relevanceCut,
    modelRevisionId,
    model: model && { name: model.name, revision: model.revision },
    productVersion: packageJson.version,
    reading: basis && {
      maxTokens: basis.maxTokens,
      windowAggregate: basis.windowAggregate,
      windowOverlap: basis.windowOverlap,
    },
    labelScore: 'model',
    workloadScore: 'ranking',
    costs: claimed.costs && { ...claimed.costs },
    documentsAsked: claimed.documents,
  };
  const id = createId();
  // What later collections are held against; its id is the seed of which documents are kept.
  const reference = await readFeatures(getDatabase(), { projectId: project.id, modelRevisionId, added: null }, id);
  return inTransaction(async (tx) => {
    await lockProject(tx, project.id);
    const version = await nextCalibrationVersion(tx, project.id);
    const calibration = await tx.calibration.create({
      data: {
        id,
        projectId: project.id,
        version,
        threshold,
        relevanceCut: project.relevanceCut,
        sampleId,
        modelRevisionId,
        recalibrationId: project.recalibrationId,
        origin: claimed.origin,
        ...(certificate ? { certificate: { ...certificate } } : {}),
        metrics: metricsAndCost,
        inputs,
        note,
        createdById: viewer.id,
      },
    });
    await insertReference(tx, id, reference);
    await publish(tx, { projectId: project.id, topic: 'CALIBRATION' });
    const subject = { teamId: project.teamId, projectId: project.id, type: 'Calibration', id };
    await recordAudit(tx, viewer, 'calibration.saved', subject, {
      version,
      threshold,
      sampleId,
      origin: claimed.origin,
    });
    return { calibration };
  });
}

export function readThreshold(threshold: number): number {
  // Ranking scores are nominally 1 to 5 and a model may stray; a threshold far outside is a mistake.
  if (!(threshold >= -100 && threshold <= 100))
    throw invalid('threshold', 'A threshold is a ranking score.', 'OUT_OF_RANGE');
  return threshold;
}
