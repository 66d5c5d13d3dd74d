import { certifySample, type ReportedCertificate } from '@/calibration/report-certificate';
import { readDesign } from '@/graphql/calibrations/sample-curves';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import { countIncluded } from '@/graphql/calibrations/threshold-points';
import { invalid } from '@/graphql/errors';
import type { RecallCertificate } from '@/graphql/generated/resolver-types';

/** The least to read with the recall certified at this confidence, or by name why nothing can be and what is missing. */
export async function certifyRecall(
  data: ThresholdCurveData,
  recall: number,
  confidence: number,
): Promise<RecallCertificate> {
  requireShare('recall', recall);
  requireShare('confidence', confidence);
  const certificate = await certifyLabels(data, recall, confidence);
  const asked = { recall, confidence, positives: certificate.positives };
  if (certificate.status === 'REFUSED') return { ...asked, ...UNCERTIFIED, ...refusalOf(certificate) };
  const { threshold, allowedMisses, errorBound } = certificate;
  const workload = await countIncluded(data.project.id, threshold);
  return { ...asked, ...GRANTED, threshold, workload, allowedMisses, errorBound };
}

/** The certificate of the sample as it was drawn. */
export async function certifyLabels(
  data: ThresholdCurveData,
  recall: number,
  confidence: number,
): Promise<ReportedCertificate> {
  const { design, sorted } = await readDesign(data);
  return certifySample({ ...design, labels: sorted.labels }, 0, recall, confidence);
}

/** Why it is refused, and what would change that: nothing more to rate where the sample is of the wrong kind. */
export function refusalOf(certificate: Extract<ReportedCertificate, { status: 'REFUSED' }>) {
  const isTooSmall = certificate.reason === 'TOO_FEW_POSITIVES';
  return {
    refusal: certificate.reason,
    positivesMissing: isTooSmall ? certificate.positivesMissing : 0,
    labelsMissing: isTooSmall ? certificate.labelsMissing : null,
  };
}

const UNCERTIFIED = { threshold: null, workload: null, allowedMisses: null, errorBound: null };
const GRANTED = { refusal: null, positivesMissing: 0, labelsMissing: null };

export function requireShare(field: string, share: number): void {
  if (!(share >= 0.5 && share <= 0.999)) throw invalid(field, 'This lies from 0.5 to 0.999.', 'OUT_OF_RANGE');
}
