import { z } from 'zod';
import type { ErrorCosts } from '@/calibration/threshold-by-cost';
import { expectedCost, type ThresholdEstimate } from '@/calibration/threshold-estimates';
import { certifyLabels, refusalOf, requireShare } from '@/graphql/calibrations/certify-recall';
import { chooseByCost, requireCosts, requireDocuments } from '@/graphql/calibrations/choose-threshold';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import { invalid } from '@/graphql/errors';
import type { SaveCalibrationInput, SavedCertificate, ThresholdOrigin } from '@/graphql/generated/resolver-types';
import type { CalibrationRow } from '@/graphql/rows';

/** How a threshold is said to have been come by, with what that needs. */
export interface ClaimedOrigin {
  readonly origin: ThresholdOrigin;
  readonly promise: { readonly recall: number; readonly confidence: number } | null;
  readonly costs: ErrorCosts | null;
  readonly documents: number | null;
}

/** Reads what a save claims of its threshold; refuses what is out of range and what its origin lacks. */
export function readOrigin(input: SaveCalibrationInput): ClaimedOrigin {
  const origin = input.origin ?? 'BY_HAND';
  const costs = input.costs ?? null;
  if (costs) requireCosts(costs, 'costs.');
  const documents = input.documents ?? null;
  if (documents !== null) requireDocuments(documents);
  const promise = readPromise(input);
  if (origin === 'BY_CERTIFICATE' && !promise) throw invalid('recall', 'Say which recall is certified.', 'REQUIRED');
  if (origin === 'BY_COST' && !costs) throw invalid('costs', 'Say what the errors cost.', 'REQUIRED');
  if (origin === 'BY_WORKLOAD' && documents === null)
    throw invalid('documents', 'Say how many documents are to be read.', 'REQUIRED');
  return { origin, promise, costs, documents };
}

/** Computes again what was claimed: a threshold that does not keep its origin's word is not saved under it. */
export async function settleOrigin(
  data: ThresholdCurveData,
  { origin, promise, costs, documents }: ClaimedOrigin,
  metrics: ThresholdEstimate,
): Promise<{ certificate: SavedCertificate | null; cost: ReturnType<typeof expectedCost> }> {
  const { threshold, workload } = metrics;
  const certificate = promise && (await certificateFor(data, promise, threshold));
  if (origin === 'BY_CERTIFICATE' && !certificate?.isCovered)
    throw invalid('threshold', 'The ratings as they are now do not certify this threshold: ask again.', 'CONFLICT');
  if (origin === 'BY_WORKLOAD' && documents !== null && workload.documents > documents)
    throw invalid('threshold', 'More documents now lie above this threshold: ask again.', 'CONFLICT');
  if (origin === 'BY_COST' && costs && (await chooseByCost(data, costs)).threshold !== threshold)
    throw invalid(
      'threshold',
      'The ratings as they are now put the cheapest threshold elsewhere: ask again.',
      'CONFLICT',
    );
  return { certificate, cost: costs && expectedCost(metrics, costs) };
}

const saved = z.object({
  recall: z.number(),
  confidence: z.number(),
  threshold: z.number().nullable(),
  isCovered: z.boolean(),
  positives: z.int(),
  positivesMissing: z.int(),
  refusal: z.enum(['TOO_FEW_POSITIVES', 'NOT_A_SIMPLE_RANDOM_SAMPLE', 'ROWS_REJECTED']).nullable(),
});

/** The promise a version was saved with; null where none was asked for. */
export function readSavedCertificate({ certificate }: CalibrationRow): SavedCertificate | null {
  return certificate === null ? null : saved.parse(certificate);
}

const costsOf = z.object({ costs: z.object({ falsePositive: z.number(), falseNegative: z.number() }) });

/** What errors were said to cost when a version was saved. */
export function readSavedCosts({ inputs }: CalibrationRow): ErrorCosts | null {
  return costsOf.safeParse(inputs).data?.costs ?? null;
}

function readPromise({ recall, confidence }: SaveCalibrationInput): ClaimedOrigin['promise'] {
  if (recall == null && confidence == null) return null;
  if (recall == null || confidence == null)
    throw invalid(recall == null ? 'recall' : 'confidence', 'A certificate has a recall and a confidence.', 'REQUIRED');
  requireShare('recall', recall);
  requireShare('confidence', confidence);
  return { recall, confidence };
}

async function certificateFor(
  data: ThresholdCurveData,
  { recall, confidence }: NonNullable<ClaimedOrigin['promise']>,
  threshold: number,
): Promise<SavedCertificate> {
  const certificate = await certifyLabels(data, recall, confidence);
  const asked = { recall, confidence, positives: certificate.positives };
  if (certificate.status === 'CERTIFIED') {
    const isCovered = threshold <= certificate.threshold;
    return { ...asked, threshold: certificate.threshold, isCovered, positivesMissing: 0, refusal: null };
  }
  const { refusal, positivesMissing } = refusalOf(certificate);
  return { ...asked, threshold: null, isCovered: false, positivesMissing, refusal };
}
