import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requirePermission, requireViewer } from '@/graphql/context';
import type { CreateProjectInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { readDescription, readProjectName, readRelevanceCut } from '@/graphql/projects/project-input';
import type { ProjectRow } from '@/graphql/rows';
import { inTransaction } from '@/prisma/client';

const DEFAULT_RELEVANCE_CUT = 3;

export async function createProject(context: Context, input: CreateProjectInput): Promise<{ project: ProjectRow }> {
  const viewer = requireViewer(context);
  const teamId = keyOf('Team', input.teamId, 'teamId');
  await requirePermission(context, teamId, 'project:create', 'team', 'teamId');
  const data = {
    teamId,
    name: readProjectName(input.name),
    description: readDescription(input.description ?? ''),
    relevanceCut: readRelevanceCut(input.relevanceCut ?? DEFAULT_RELEVANCE_CUT),
  };
  return inTransaction(async (tx) => {
    const project = await tx.project.create({ data });
    const subject = { teamId, projectId: project.id, type: 'Project', id: project.id };
    await recordAudit(tx, viewer, 'project.created', subject, { name: data.name, relevanceCut: data.relevanceCut });
    return { project };
  });
}
