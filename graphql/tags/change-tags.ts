import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { ChangeTagInput, CreateTagInput, DeleteTagInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireLine } from '@/graphql/input-text';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { TagRow } from '@/graphql/rows';
import { requireTag } from '@/graphql/tags/find-tag';
import { publish } from '@/jobs/events';
import { type Database, inTransaction } from '@/prisma/client';
import { lockName } from '@/prisma/queries/locks';
import { deleteTagOf, findTagOfName } from '@/prisma/queries/tags';

const MAX_NAME = 60;
/** A vocabulary that people choose from; beyond this it is metadata. */
const MAX_TAGS = 200;

export async function createTag(context: Context, input: CreateTagInput): Promise<{ tag: TagRow }> {
  const viewer = requireViewer(context);
  const projectId = keyOf('Project', input.projectId, 'projectId');
  const { teamId } = await requireOpenProject(context, projectId, 'tag:change', 'project', 'projectId');
  const name = requireLine('name', input.name, MAX_NAME);
  return inTransaction(async (tx) => {
    await requireFreeName(tx, projectId, name);
    if ((await tx.tag.count({ where: { projectId } })) >= MAX_TAGS) {
      throw new AppError('TOO_MANY', `A project has at most ${MAX_TAGS} tags.`, ['name']);
    }
    const tag = await tx.tag.create({
      data: { projectId, name, color: input.color ?? 'STONE', createdById: viewer.id },
    });
    await publish(tx, { projectId, topic: 'SETTINGS' });
    await recordAudit(tx, viewer, 'tag.created', { teamId, projectId, type: 'Tag', id: tag.id }, { name });
    return { tag };
  });
}

export async function changeTag(context: Context, input: ChangeTagInput): Promise<{ tag: TagRow }> {
  const viewer = requireViewer(context);
  const { tag: before, project } = await requireTag(context, keyOf('Tag', input.tagId, 'tagId'));
  const name = input.name == null ? before.name : requireLine('name', input.name, MAX_NAME);
  const color = input.color ?? before.color;
  if (name === before.name && color === before.color) throw new AppError('NOTHING_TO_DO', 'It is so already.');
  return inTransaction(async (tx) => {
    await requireFreeName(tx, project.id, name, before.id);
    const tag = await tx.tag.update({ where: { id: before.id, projectId: project.id }, data: { name, color } });
    await publish(tx, { projectId: project.id, topic: 'SETTINGS' });
    const subject = { teamId: project.teamId, projectId: project.id, type: 'Tag', id: tag.id };
    await recordAudit(tx, viewer, 'tag.changed', subject, { from: before.name, to: name, color });
    return { tag };
  });
}

export async function deleteTag(context: Context, input: DeleteTagInput): Promise<{ tag: TagRow }> {
  const viewer = requireViewer(context);
  const { tag, project } = await requireTag(context, keyOf('Tag', input.tagId, 'tagId'));
  return inTransaction(async (tx) => {
    const documentCount = await deleteTagOf(tx, project.id, tag.id);
    await publish(tx, { projectId: project.id, topic: 'SETTINGS' });
    await publish(tx, { projectId: project.id, topic: 'RATING' });
    const subject = { teamId: project.teamId, projectId: project.id, type: 'Tag', id: tag.id };
    await recordAudit(tx, viewer, 'tag.deleted', subject, { name: tag.name, documentCount });
    return { tag };
  });
}

/** Asked under a lock, so that of two people who make the same tag at once one is told. */
async function requireFreeName(tx: Database, projectId: string, name: string, exceptId: string | null = null) {
  await lockName(tx, `tags:${projectId}`);
  if (await findTagOfName(tx, projectId, name, exceptId)) {
    throw new AppError('TAKEN', 'The project has a tag of this name.', ['name']);
  }
}
