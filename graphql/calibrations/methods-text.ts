import { type SavedVersion, versionMethodsText } from '@/calibration/version-methods-text';
import { readSavedInputs, readSavedMetrics } from '@/graphql/calibrations/saved-figures';
import { readSavedCertificate, readSavedCosts } from '@/graphql/calibrations/threshold-origin';
import type { Context } from '@/graphql/context';
import { requireLoaded } from '@/graphql/require-loaded';
import type { CalibrationRow } from '@/graphql/rows';

/**
 * The methods paragraph of a version, from what it recorded. Versions of before a part was recorded take it from rows
 * that never change: the design of the sample, the model revision.
 */
export async function writeMethodsText(context: Context, calibration: CalibrationRow): Promise<string> {
  const { sampleId, version, createdAt, threshold, relevanceCut, origin, recalibrationId } = calibration;
  const inputs = readSavedInputs(calibration);
  const design = await requireLoaded(context.loaders.sample.load(sampleId), 'sample');
  const { precision, recall, workload, documents } = readSavedMetrics(calibration);
  const [model, recalibration] = await Promise.all([
    inputs.model ?? findModel(context, calibration),
    recalibrationId ? context.loaders.recalibration.load(recalibrationId) : null,
  ]);
  return versionMethodsText({
    version,
    savedOn: createdAt.toISOString().slice(0, 10),
    threshold,
    relevanceCut,
    sample: {
      design: design.kind,
      populationSize: inputs.populationSize,
      seed: design.seed,
      method: design.method === '' ? null : design.method,
    },
    labelled: inputs.labelled,
    relevant: inputs.relevant,
    origin,
    costs: readSavedCosts(calibration),
    documentsAsked: inputs.documentsAsked ?? null,
    certificate: withoutUndefined(readSavedCertificate(calibration)),
    precision,
    recall,
    workload,
    documents,
    model,
    recalibration,
    productVersion: inputs.productVersion ?? null,
  });
}

async function findModel(context: Context, { modelRevisionId }: CalibrationRow): Promise<SavedVersion['model']> {
  return modelRevisionId ? await context.loaders.modelRevision.load(modelRevisionId) : null;
}

function withoutUndefined(certificate: ReturnType<typeof readSavedCertificate>): SavedVersion['certificate'] {
  if (!certificate) return null;
  return { ...certificate, threshold: certificate.threshold ?? null, refusal: certificate.refusal ?? null };
}
