import type { Permission } from '@/graphql/access';
import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireOpenProject, requireProject } from '@/graphql/projects/find-project';
import type { ProjectRow, RecalibrationRow } from '@/graphql/rows';

/** A recalibration of a project that the viewer may read; NOT_FOUND otherwise. */
export async function findRecalibration(context: Context, recalibrationId: string): Promise<RecalibrationRow> {
  const recalibration = await context.loaders.recalibration.load(recalibrationId);
  if (!recalibration) throw notFound('recalibration');
  await requireProject(context, recalibration.projectId, 'project:read', 'recalibration');
  return recalibration;
}

export async function requireRecalibration(
  context: Context,
  recalibrationId: string,
  permission: Permission,
  field: string,
): Promise<{ recalibration: RecalibrationRow; project: ProjectRow }> {
  const recalibration = await context.loaders.recalibration.load(recalibrationId);
  if (!recalibration) throw notFound('recalibration', field);
  const project = await requireOpenProject(context, recalibration.projectId, permission, 'recalibration', field);
  return { recalibration, project };
}
