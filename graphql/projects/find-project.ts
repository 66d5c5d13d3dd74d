import type { Permission } from '@/graphql/access';
import { type Context, requirePermission } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import type { ProjectRow } from '@/graphql/rows';

/** A project that the viewer may read; NOT_FOUND otherwise. */
export function findProject(context: Context, projectId: string): Promise<ProjectRow> {
  return requireProject(context, projectId, 'project:read');
}

/**
 * The project with the viewer's permission in it.
 *
 * @param what   What the caller was asked for, so that another team's document answers as no document does.
 * @param field  The input field that named it.
 */
export async function requireProject(
  context: Context,
  projectId: string,
  permission: Permission,
  what = 'project',
  field: string | null = null,
): Promise<ProjectRow> {
  const project = await context.loaders.project.load(projectId);
  if (!project) throw notFound(what, field);
  await requirePermission(context, project.teamId, permission, what, field);
  return project;
}

/** As requireProject, for changes of what is in it: an archived project stands still until it is restored. */
export async function requireOpenProject(...given: Parameters<typeof requireProject>): Promise<ProjectRow> {
  const project = await requireProject(...given);
  if (project.archivedAt) throw new AppError('CONFLICT', 'This project is archived. Restore it first.');
  return project;
}
