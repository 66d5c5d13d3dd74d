import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import { keyOf } from '@/graphql/global-id';
import { requireProject } from '@/graphql/projects/find-project';
import type { ProjectRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';

export function archiveProject(context: Context, input: { projectId: string }): Promise<{ project: ProjectRow }> {
  return setArchived(context, input.projectId, new Date());
}

export function restoreProject(context: Context, input: { projectId: string }): Promise<{ project: ProjectRow }> {
  return setArchived(context, input.projectId, null);
}

async function setArchived(context: Context, id: string, archivedAt: Date | null): Promise<{ project: ProjectRow }> {
  const viewer = requireViewer(context);
  const projectId = keyOf('Project', id, 'projectId');
  const { teamId } = await requireProject(context, projectId, 'project:archive', 'project', 'projectId');
  const project = await inTransaction(async (tx) => {
    const { count } = await tx.project.updateMany({
      where: { id: projectId, archivedAt: archivedAt ? null : { not: null } },
      data: { archivedAt, version: { increment: 1 } },
    });
    const state = archivedAt ? 'archived' : 'restored';
    if (count === 0) throw new AppError('NOTHING_TO_DO', `The project is ${archivedAt ? 'archived' : 'open'} already.`);
    await publish(tx, { projectId, topic: 'SETTINGS' });
    await recordAudit(tx, viewer, `project.${state}`, { teamId, projectId, type: 'Project', id: projectId });
    return tx.project.findUniqueOrThrow({ where: { id: projectId } });
  });
  context.loaders.project.clear(projectId).prime(projectId, project);
  return { project };
}
