import { estimateProportion } from '@/calibration/intervals';
import { meanInterval } from '@/calibration/mean-interval';
import { toExactEstimate } from '@/graphql/calibrations/threshold-points';
import type { Context } from '@/graphql/context';
import type { Estimate, MonthlyAgreement } from '@/graphql/generated/resolver-types';
import type { ProjectRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findMonthsOfRatings, type MonthOfRatings } from '@/prisma/queries/monthly-agreement';

/** Fewer ratings of a month say nothing of it; as of subgroups. */
const FEWEST_RATINGS = 20;
/** Two years of both kinds. */
const MOST_ROWS = 48;

/** Whether scores and experts still say the same, month by month, at the active threshold or else the relevance cut. */
export async function agreementByMonth(context: Context, project: ProjectRow): Promise<MonthlyAgreement[]> {
  const { relevanceCut, activeCalibrationId } = project;
  const active = activeCalibrationId ? await context.loaders.calibration.load(activeCalibrationId) : null;
  const asked = { threshold: active?.threshold ?? relevanceCut, relevanceCut, most: MOST_ROWS };
  return (await findMonthsOfRatings(getDatabase(), project.id, asked)).map(toAgreement);
}

function toAgreement({ month, kind, count, sameSide, mean, deviation }: MonthOfRatings): MonthlyAgreement {
  const told = { month, kind, n: count };
  if (count < FEWEST_RATINGS) return { ...told, isSuppressed: true, sameSide: null, meanDifference: null };
  const share = estimateProportion(sameSide, count, 0.95, 'clopper-pearson');
  const meanDifference: Estimate = {
    value: mean,
    ...meanInterval(mean, deviation ?? 0, count),
    n: count,
    method: 'normal',
  };
  return { ...told, isSuppressed: false, sameSide: toExactEstimate(share), meanDifference };
}
