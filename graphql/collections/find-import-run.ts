import type { Permission } from '@/graphql/access';
import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireOpenProject, requireProject } from '@/graphql/projects/find-project';
import type { ImportRunRow, ProjectRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';

/** An import of a project that the viewer may read; NOT_FOUND otherwise. */
export async function findImportRun(context: Context, importRunId: string): Promise<ImportRunRow> {
  const run = await readImportRun(importRunId, null);
  await requireProject(context, run.projectId, 'project:read', 'import');
  return run;
}

/** The import with the viewer's permission to stop it or to start it again, or another. */
export async function requireImportControl(
  context: Context,
  importRunId: string,
  permission: Permission = 'import:control',
): Promise<{ run: ImportRunRow; project: ProjectRow }> {
  const run = await readImportRun(importRunId, 'importId');
  const project = await requireOpenProject(context, run.projectId, permission, 'import', 'importId');
  return { run, project };
}

async function readImportRun(importRunId: string, field: string | null): Promise<ImportRunRow> {
  const run = await getDatabase().importRun.findUnique({ where: { id: importRunId }, omit: { preview: true } });
  if (!run) throw notFound('import', field);
  return run;
}
