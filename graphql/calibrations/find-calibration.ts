import type { Permission } from '@/graphql/access';
import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireOpenProject, requireProject } from '@/graphql/projects/find-project';
import type { CalibrationRow, ProjectRow } from '@/graphql/rows';

/** A calibration of a project that the viewer may read; NOT_FOUND otherwise. */
export async function findCalibration(context: Context, calibrationId: string): Promise<CalibrationRow> {
  const calibration = await context.loaders.calibration.load(calibrationId);
  if (!calibration) throw notFound('calibration');
  await requireProject(context, calibration.projectId, 'project:read', 'calibration');
  return calibration;
}

export async function requireCalibration(
  context: Context,
  calibrationId: string,
  permission: Permission,
  field: string,
): Promise<{ calibration: CalibrationRow; project: ProjectRow }> {
  const calibration = await context.loaders.calibration.load(calibrationId);
  if (!calibration) throw notFound('calibration', field);
  const project = await requireOpenProject(context, calibration.projectId, permission, 'calibration', field);
  return { calibration, project };
}
