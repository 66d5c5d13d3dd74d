import { compareRecalibrations, type RecalibrationComparison } from '@/calibration/choose-recalibration';
import { readProjectLabels } from '@/graphql/calibrations/read-labels';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import type { Context } from '@/graphql/context';
import type { SampleRow } from '@/graphql/rows';

/** What a sample's labels say of every kind of recalibration. */
export interface RecalibrationChoiceData<Labels extends ThresholdCurveData = ThresholdCurveData> {
  readonly labels: Labels;
  readonly comparison: RecalibrationComparison;
  /** Of folds and bootstrap. */
  readonly seed: string;
}

/** Compared with the seed of the sample, so that the same labels always give the same figures; null without labels. */
export async function readRecalibrationChoice(
  context: Context,
  sample: SampleRow,
): Promise<RecalibrationChoiceData | null> {
  const labels = await readProjectLabels(context, sample);
  return labels && chooseRecalibration(labels);
}

export function chooseRecalibration<Labels extends ThresholdCurveData>(
  labels: Labels,
): RecalibrationChoiceData<Labels> {
  const { seed } = labels.sample;
  const rated = labels.labels.map(({ rawScore, rating }) => ({ score: rawScore, rating }));
  return { labels, comparison: compareRecalibrations(rated, seed), seed };
}
