import { curveNotices as noticesOfLabels } from '@/calibration/threshold-curve';
import { readDesign } from '@/graphql/calibrations/sample-curves';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import type { CurveNotice } from '@/graphql/generated/resolver-types';

/** What the labels of a sample cannot say, by name. */
export async function curveNotices(data: ThresholdCurveData): Promise<CurveNotice[]> {
  const { sorted, hasUnratedStratum } = await readDesign(data);
  const ofLabels = noticesOfLabels(sorted.labels).filter((notice) => notice !== 'NO_LABELS');
  return hasUnratedStratum ? [...ofLabels, 'STRATUM_UNRATED'] : ofLabels;
}
