import { recordAudit } from '@/graphql/audit/record-audit';
import { importLocalSample } from '@/graphql/collections/import-local-sample';
import { type Context, requirePermission, requireViewer, type Viewer } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { CreateSampleProjectInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { idempotent } from '@/graphql/idempotency';
import type { ProjectRow } from '@/graphql/rows';
import type { Database } from '@/prisma/client';

/** A project with 2,000 mixed texts, imported and scored on the same path as any upload. */
export async function createSampleProject(
  context: Context,
  input: CreateSampleProjectInput,
): Promise<{ project: ProjectRow }> {
  const viewer = requireViewer(context);
  const teamId = keyOf('Team', input.teamId, 'teamId');
  await requirePermission(context, teamId, 'project:create', 'team', 'teamId');
  const make = async (tx: Database) => ({ projectId: await makeProject(tx, viewer, teamId) });
  const { response } = await idempotent(context, 'createSampleProject', input.idempotencyKey, { teamId }, make);
  const project = await context.loaders.project.load(response.projectId);
  if (!project) throw notFound('project');
  return { project };
}

async function makeProject(tx: Database, viewer: Viewer, teamId: string): Promise<string> {
  const project = await tx.project.create({
    data: {
      teamId,
      name: 'Sample: medical and other texts',
      description: 'Questions, abstracts, reviews and manuals from open collections, to try Winnow on.',
      isSample: true,
      collections: { create: { name: 'Mixed texts', createdById: viewer.id } },
    },
    select: { id: true, collections: { select: { id: true } } },
  });
  const projectId = project.id;
  for (const { id: collectionId } of project.collections) {
    await importLocalSample(tx, { teamId, projectId, collectionId, userId: viewer.id });
  }
  await recordAudit(
    tx,
    viewer,
    'project.created',
    { teamId, projectId, type: 'Project', id: projectId },
    { isSample: true },
  );
  return projectId;
}
