import { recordAudit } from '@/graphql/audit/record-audit';
import { readCollectionName } from '@/graphql/collections/collection-name';
import { requireCollection } from '@/graphql/collections/find-collection';
import { type Context, requireViewer } from '@/graphql/context';
import { invalid } from '@/graphql/errors';
import { keyOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { requireUploadRoom } from '@/graphql/quotas/require-upload-room';
import type { ProjectRow } from '@/graphql/rows';
import { readFileName } from '@/graphql/uploads/file-name';
import { uploadKey } from '@/jobs/file-store';
import { type Database, inTransaction } from '@/prisma/client';
import { findOrCreateCollection } from '@/prisma/queries/collections';
import { lockName } from '@/prisma/queries/locks';
import { createUpload } from '@/prisma/queries/uploads';

export interface UploadBeginning {
  /** Ours, a UUID: files are never named by what a client says. */
  readonly id: string;
  readonly sizeBytes: number;
  /**
   * `filename`, `autoMap` ('true'), `restore` (yes, no or auto), `fullText` (yes or no), and `collectionId` or `projectId` with `collectionName` for
   * a collection that may be new.
   */
  readonly metadata: Readonly<Record<string, string | null>>;
}

export async function beginUpload(context: Context, upload: UploadBeginning): Promise<void> {
  const viewer = requireViewer(context);
  const place = await findPlace(context, upload.metadata);
  const fileName = readFileName(upload.metadata.filename);
  const restores = readRestores(upload.metadata.restore);
  const isFullText = readFullText(upload.metadata.fullText);
  const { teamId, id: projectId } = place.project;
  await inTransaction(async (tx) => {
    await requireUploadRoom(tx, teamId, upload.sizeBytes);
    const collectionId = await place.collectionIn(tx);
    const storageKey = uploadKey(upload.id);
    const sizeBytes = BigInt(upload.sizeBytes);
    await createUpload(tx, {
      id: upload.id,
      projectId,
      collectionId,
      userId: viewer.id,
      fileName,
      sizeBytes,
      storageKey,
      autoMap: upload.metadata.autoMap === 'true',
      restores,
      isFullText,
    });
    const subject = { teamId, projectId, type: 'Upload', id: upload.id };
    await recordAudit(tx, viewer, 'upload.begun', subject, {
      fileName,
      sizeBytes: upload.sizeBytes,
      collectionId,
      restores,
      isFullText,
    });
  });
}

/** Null leaves it to the project: reviews of a Winnow export come back where it is empty. */
function readRestores(choice: string | null | undefined): boolean | null {
  if (choice == null || choice === '' || choice === 'auto') return null;
  if (choice !== 'yes' && choice !== 'no') throw invalid('restore', 'Say yes, no or auto.');
  return choice === 'yes';
}

/** Of articles and pages that have both, the abstract and the body are the text; without it the abstract alone. */
function readFullText(choice: string | null | undefined): boolean {
  if (choice == null || choice === '') return false;
  if (choice !== 'yes' && choice !== 'no') throw invalid('fullText', 'Say yes or no.');
  return choice === 'yes';
}

interface Place {
  readonly project: ProjectRow;
  collectionIn(tx: Database): Promise<string>;
}

async function findPlace(context: Context, metadata: UploadBeginning['metadata']): Promise<Place> {
  const { collectionId, projectId, collectionName } = metadata;
  if (collectionId) {
    const id = keyOf('Collection', collectionId, 'collectionId');
    const { project } = await requireCollection(context, id, 'document:upload', 'collectionId');
    return { project, collectionIn: async () => id };
  }
  if (!projectId) throw invalid('collectionId', 'Say where the file goes: a collectionId, or a projectId.', 'REQUIRED');
  const id = keyOf('Project', projectId, 'projectId');
  await requireOpenProject(context, id, 'document:upload', 'project', 'projectId');
  const project = await requireOpenProject(context, id, 'collection:create', 'project', 'projectId');
  const name = readCollectionName(collectionName, 'collectionName');
  return { project, collectionIn: (tx) => collectionOfName(tx, context, project, name) };
}

/** Files dropped together with one new name meet in one collection. */
async function collectionOfName(tx: Database, context: Context, project: ProjectRow, name: string): Promise<string> {
  const viewer = requireViewer(context);
  await lockName(tx, `collections:${project.id}`);
  const collection = await findOrCreateCollection(tx, { projectId: project.id, name, createdById: viewer.id });
  if (collection.isNew) {
    const subject = { teamId: project.teamId, projectId: project.id, type: 'Collection', id: collection.id };
    await recordAudit(tx, viewer, 'collection.created', subject, { name });
  }
  return collection.id;
}
