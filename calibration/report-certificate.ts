import { documentsToRate } from './label-planner';
import type { SortedLabels } from './labels';
import type { RecallCertificate } from './recall-certificate';
import { deltaOf } from './recall-certificate';
import type { LabelDesign } from './report-design';
import { reportedCertificate } from './reported-threshold';

/** A certificate, or by name why there is none and what would change that. */
export type ReportedCertificate =
  | Extract<RecallCertificate, { status: 'CERTIFIED' }>
  | (Extract<RecallCertificate, { status: 'REFUSED' }> & {
      /**
       * Labels to rate beyond those at hand so that the missing positives are among them with 95 %, at the prevalence
       * seen; null where nothing relevant was seen or more would be needed than there are.
       */
      readonly labelsMissing: number | null;
    })
  | {
      readonly status: 'REFUSED';
      readonly reason: 'NOT_A_SIMPLE_RANDOM_SAMPLE' | 'ROWS_REJECTED';
      readonly recall: number;
      readonly delta: number;
      readonly positives: number;
    };

/** A sample that is to vouch for a threshold; sorted once for this and the curves, since sorting costs more than either. */
export interface CertifiedDesign extends Pick<LabelDesign, 'kind' | 'population'> {
  readonly labels: SortedLabels;
}

/**
 * The recall certificate of a labelled sample: from a simple random sample that was read whole, and from nothing else.
 *
 * @param rejected    Rows of the sample that could not be read: an answer that is missing for a reason nobody knows.
 * @param recall      In (0, 1).
 * @param confidence  In (0, 1).
 */
export function certifySample(
  { kind, labels, population }: CertifiedDesign,
  rejected: number,
  recall: number,
  confidence: number,
): ReportedCertificate {
  const positives = labels.relevant.length;
  const asked = { recall, delta: deltaOf(confidence), positives };
  if (kind !== 'SIMPLE_RANDOM') return { status: 'REFUSED', reason: 'NOT_A_SIMPLE_RANDOM_SAMPLE', ...asked };
  if (rejected > 0) return { status: 'REFUSED', reason: 'ROWS_REJECTED', ...asked };
  const rated = positives + labels.irrelevant.length;
  const certificate = reportedCertificate(labels, recall, confidence);
  if (certificate.status === 'CERTIFIED') return certificate;
  const missing = positives === 0 ? null : documentsToRate(certificate.positivesMissing, positives / rated);
  const isEnough = missing !== null && (population === null || rated + missing <= population);
  return { ...certificate, labelsMissing: isEnough ? missing : null };
}
