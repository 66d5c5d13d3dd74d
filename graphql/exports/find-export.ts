import type { Permission } from '@/graphql/access';
import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireProject } from '@/graphql/projects/find-project';
import type { ExportRunRow, ProjectRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';

/** An export of a project that the viewer may read; NOT_FOUND otherwise. Its file takes another permission. */
export async function findExport(context: Context, exportId: string): Promise<ExportRunRow> {
  return (await requireExport(context, exportId, 'project:read')).run;
}

export async function requireExport(
  context: Context,
  exportId: string,
  permission: Permission,
  field: string | null = null,
): Promise<{ run: ExportRunRow; project: ProjectRow }> {
  const run = await getDatabase().exportRun.findUnique({ where: { id: exportId } });
  if (!run) throw notFound('export', field);
  return { run, project: await requireProject(context, run.projectId, permission, 'export', field) };
}
