import type { JudgedLabel } from '@/calibration/report-thresholds';
import type { NamedLabel } from '@/calibration/sampling-design';
import type { ProjectRow, SampleRow } from '@/graphql/rows';

/** The answers of one sample as labels: what curves, certificates and saved versions are computed from. */
export interface ThresholdCurveData<Label extends JudgedLabel = JudgedLabel> {
  readonly sample: SampleRow;
  readonly project: ProjectRow;
  /** One a document: the model's score and whether the mean of its raters reaches the relevance cut. Never empty. */
  readonly labels: readonly Label[];
}

/** A label whose document is known. */
export type DocumentLabel = JudgedLabel & NamedLabel;

/** The same with the ratings in force that they are made of. */
export interface SavedLabels extends ThresholdCurveData<DocumentLabel> {
  readonly ratingIds: readonly string[];
}
