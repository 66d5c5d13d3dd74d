import { findCalibration } from '@/graphql/calibrations/find-calibration';
import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { SideChange } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import type { CalibrationRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { countScope } from '@/prisma/queries/calibrations';

/**
 * How many documents change sides when this version takes the place of another of the same project. Two thresholds on
 * different scales, or on one that scores no longer have, say nothing of each other.
 */
export async function countSideChange(
  context: Context,
  calibration: CalibrationRow,
  against: string,
): Promise<SideChange | null> {
  const other = await findCalibration(context, keyOf('Calibration', against, 'against'));
  const { projectId, threshold } = calibration;
  if (other.projectId !== projectId) throw notFound('calibration', 'against');
  const project = await requireLoaded(context.loaders.project.load(projectId), 'project');
  const scales = new Set([project, calibration, other].map(({ recalibrationId }) => recalibrationId));
  if (scales.size > 1) return null;
  const { total, included } = await countScope(getDatabase(), projectId, [threshold, other.threshold]);
  const more = (included.get(threshold) ?? 0) - (included.get(other.threshold) ?? 0);
  return { entering: Math.max(0, more), leaving: Math.max(0, -more), documents: total };
}
