import { type SavedVersion, versionMethodsText } from '@/calibration/version-methods-text';
import { readSavedInputs, readSavedMetrics } from '@/graphql/calibrations/saved-figures';
import { readSavedCertificate, readSavedCosts } from '@/graphql/calibrations/threshold-origin';
import type { Context } from '@/graphql/context';
import { requireLoaded } from '@/graphql/require-loaded';
import type { CalibrationRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';

/**
 * The methods paragraph of a version, from what it recorded. Versions of before a part was recorded take it from rows
 * that never change: the design of the sample, the model revision.
 */
export async function writeMethodsText(context: Context, calibration: CalibrationRow): Promise<string> {
  const { sampleId, version, createdAt, threshold, relevanceCut, origin } = calibration;
  const inputs = readSavedInputs(calibration);
  const design = await requireLoaded(context.loaders.sample.load(sampleId), 'sample');
  const { precision, recall, workload, documents } = readSavedMetrics(calibration);
  const [model, recalibration] = await Promise.all([
    inputs.model ?? findModel(context, calibration),
    findRecalibration(calibration),
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

/** Such rows are never changed; one statement for all of a list, as Prisma gathers them. */
function findRecalibration({ recalibrationId }: CalibrationRow): Promise<SavedVersion['recalibration']> {
  if (!recalibrationId) return Promise.resolve(null);
  return getDatabase().recalibration.findUnique({
    where: { id: recalibrationId },
    select: { version: true, kind: true },
  });
}

function withoutUndefined(certificate: ReturnType<typeof readSavedCertificate>): SavedVersion['certificate'] {
  if (!certificate) return null;
  return { ...certificate, threshold: certificate.threshold ?? null, refusal: certificate.refusal ?? null };
}
