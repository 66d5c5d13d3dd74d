import type { JudgedLabel } from '@/calibration/report-thresholds';
import type { ProjectRow, SampleRow } from '@/graphql/rows';

/** The answers of one sample as labels: what curves, certificates and saved versions are computed from. */
export interface ThresholdCurveData {
  readonly sample: SampleRow;
  readonly project: ProjectRow;
  /** One a document: the model's score and whether the mean of its raters reaches the relevance cut. Never empty. */
  readonly labels: readonly JudgedLabel[];
  readonly ratingIds: readonly string[];
}
