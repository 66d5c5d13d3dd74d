import type { Context } from '@/graphql/context';
import type { ProjectRow } from '@/graphql/rows';

/** The threshold that decides what the project includes, or null while none is active. */
export async function activeThreshold(
  context: Context,
  { activeCalibrationId }: Pick<ProjectRow, 'activeCalibrationId'>,
): Promise<number | null> {
  if (!activeCalibrationId) return null;
  const calibration = await context.loaders.calibration.load(activeCalibrationId);
  return calibration?.threshold ?? null;
}
