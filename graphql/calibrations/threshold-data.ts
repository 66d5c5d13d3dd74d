/** Labels of one sample and the scores they are read against: what a threshold curve is computed from. */
export interface ThresholdCurveData {
  readonly sampleId: string;
  readonly projectId: string;
  readonly relevanceCut: number;
  readonly labels: readonly { readonly score: number; readonly isRelevant: boolean }[];
  /** Ranking scores of all scored documents of the project, ascending. */
  readonly scores: Float64Array;
}
