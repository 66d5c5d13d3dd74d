import { sortLabels } from '@/calibration/labels';
import { reportedCertificate } from '@/calibration/reported-threshold';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import { countIncluded } from '@/graphql/calibrations/threshold-points';
import { invalid } from '@/graphql/errors';
import type { RecallCertificate } from '@/graphql/generated/resolver-types';

/** The least to read with the recall certified at this confidence, or how many relevant documents are still missing. */
export async function certifyRecall(
  { project, labels }: ThresholdCurveData,
  recall: number,
  confidence: number,
): Promise<RecallCertificate> {
  requireShare('recall', recall);
  requireShare('confidence', confidence);
  const certificate = reportedCertificate(sortLabels(labels), recall, confidence);
  const asked = { recall, confidence, positives: certificate.positives };
  if (certificate.status === 'REFUSED') {
    return { ...asked, threshold: null, workload: null, positivesMissing: certificate.positivesMissing };
  }
  const { threshold } = certificate;
  return { ...asked, threshold, workload: await countIncluded(project.id, threshold), positivesMissing: 0 };
}

function requireShare(field: string, share: number): void {
  if (!(share >= 0.5 && share <= 0.999)) throw invalid(field, 'This lies from 0.5 to 0.999.', 'OUT_OF_RANGE');
}
