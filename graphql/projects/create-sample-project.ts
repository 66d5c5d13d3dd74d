import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requirePermission, requireViewer, type Viewer } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { CreateSampleProjectInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { idempotent } from '@/graphql/idempotency';
import type { ProjectRow } from '@/graphql/rows';
import { openFileStore, uploadKey } from '@/jobs/file-store';
import { queueImport } from '@/jobs/queue-import';
import type { Database } from '@/prisma/client';
import { createUpload } from '@/prisma/queries/uploads';

const SAMPLE_FILE = 'mixed-2000.jsonl';

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
  for (const { id: collectionId } of project.collections) await importSample(tx, viewer, projectId, collectionId);
  await recordAudit(
    tx,
    viewer,
    'project.created',
    { teamId, projectId, type: 'Project', id: projectId },
    { isSample: true },
  );
  return projectId;
}

/** Stored first: when the transaction fails the file is left without an upload, which the sweep clears away. */
async function importSample(tx: Database, viewer: Viewer, projectId: string, collectionId: string): Promise<void> {
  const path = join(process.cwd(), 'samples', SAMPLE_FILE);
  const id = randomUUID();
  const { size } = await stat(path);
  await openFileStore().put(uploadKey(id), createReadStream(path));
  await createUpload(tx, {
    id,
    projectId,
    collectionId,
    userId: viewer.id,
    fileName: SAMPLE_FILE,
    sizeBytes: BigInt(size),
    storageKey: uploadKey(id),
  });
  await queueImport(tx, id);
}
