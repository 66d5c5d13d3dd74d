import { recordAccountAudit } from '@/graphql/audit/record-account-audit';
import { recordAudit } from '@/graphql/audit/record-audit';
import type { Context, Viewer } from '@/graphql/context';
import { AppError, invalid, notFound } from '@/graphql/errors';
import type { ModelInput, PullModelInput } from '@/graphql/generated/resolver-types';
import { requireLine } from '@/graphql/input-text';
import { requireOperatorSession } from '@/graphql/models/require-operator';
import type { InstalledModelRow, ModelTaskRow } from '@/graphql/rows';
import { modelTask } from '@/jobs/definitions';
import { publishModels } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import { type Database, getDatabase, inTransaction } from '@/prisma/client';
import type { ModelTaskKind } from '@/prisma/generated/enums';
import { lockName } from '@/prisma/queries/locks';
import { createModelTask, findOpenModelTask, requestTaskCancel } from '@/prisma/queries/model-tasks';
import { findActiveModel, findInstalledModel } from '@/prisma/queries/models';
import { listTeamIds } from '@/prisma/queries/teams';

interface Asked {
  readonly kind: ModelTaskKind;
  readonly repository: string;
  readonly revision: string | null;
}
type Answer = Promise<{ task: ModelTaskRow }>;

export async function pullModel(context: Context, input: PullModelInput): Answer {
  const viewer = await requireOperatorSession(context);
  return request(viewer, { kind: 'PULL', ...readReference(input) });
}

export async function cancelModelPull(context: Context, input: PullModelInput): Answer {
  const viewer = await requireOperatorSession(context);
  const asked = { kind: 'PULL', ...readReference(input) } as const;
  return inTransaction(async (tx) => {
    const open = await findOpenModelTask(tx, asked);
    if (!open || !(await requestTaskCancel(tx, open.id))) {
      throw new AppError('NOTHING_TO_DO', 'This model is not being pulled any more.', ['repository']);
    }
    await publishModels(tx);
    await tell(tx, viewer, 'model.pull_cancelled', asked);
    return { task: await tx.modelTask.findUniqueOrThrow({ where: { id: open.id } }) };
  });
}

export async function verifyModel(context: Context, input: ModelInput): Answer {
  const viewer = await requireOperatorSession(context);
  const model = await requireInstalled(input);
  requireStored(model, 'There is no record of its files to compare with.');
  return request(viewer, { kind: 'VERIFY', ...keyOf(model) });
}

export async function useModel(context: Context, input: ModelInput): Answer {
  const viewer = await requireOperatorSession(context);
  const model = await requireInstalled(input);
  if (model.isActive) throw new AppError('NOTHING_TO_DO', 'This model is in use already.', ['repository']);
  const active = await findActiveModel(getDatabase());
  if (active?.source === 'SETTING') {
    throw new AppError('CONFLICT', 'The workers’ setting WINNOW_MODEL names the model; unset it to choose one here.');
  }
  return request(viewer, { kind: 'USE', ...keyOf(model) });
}

export async function removeModel(context: Context, input: ModelInput): Answer {
  const viewer = await requireOperatorSession(context);
  const model = await requireInstalled(input);
  if (model.isActive) throw new AppError('CONFLICT', 'This model is in use; use another one first.', ['repository']);
  requireStored(model, 'Only a model that was pulled or imported can be removed.');
  return request(viewer, { kind: 'REMOVE', ...keyOf(model) });
}

/** The same asked for twice is one task. */
function request(viewer: Viewer, asked: Asked): Answer {
  return inTransaction(async (tx) => {
    await lockName(tx, 'model-tasks');
    const open = await findOpenModelTask(tx, asked);
    if (open) return { task: open };
    const task = await createModelTask(tx, { ...asked, requestedById: viewer.id });
    await enqueue(modelTask, { taskId: task.id }, { tx });
    await publishModels(tx);
    await tell(tx, viewer, ACTIONS[asked.kind], asked);
    return { task };
  });
}

const ACTIONS: Readonly<Record<ModelTaskKind, string>> = {
  PULL: 'model.pulled',
  VERIFY: 'model.verified',
  USE: 'model.chosen',
  REMOVE: 'model.removed',
};

/** Which model scores concerns every team, and is in the record of each; the rest is in those of the operator's teams. */
async function tell(tx: Database, viewer: Viewer, action: string, { kind, repository, revision }: Asked) {
  const subject = { type: 'InstalledModel', id: repository };
  const details = { name: repository, revision };
  if (kind !== 'USE') return recordAccountAudit(tx, viewer, action, subject, details);
  for (const teamId of await listTeamIds(tx)) await recordAudit(tx, viewer, action, { teamId, ...subject }, details);
}

/** As people copy it from the hub. The worker holds it to the hub's own rules. */
function readReference(input: PullModelInput): { repository: string; revision: string | null } {
  const repository = requireLine('repository', input.repository, 200);
  if (!/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(repository)) {
    throw invalid('repository', 'Write it as owner/name, as in the address of its page on the hub.');
  }
  const revision = input.revision?.trim() ? requireLine('revision', input.revision, 200) : null;
  if (revision && !/^[A-Za-z0-9][\w./-]*$/.test(revision)) {
    throw invalid('revision', 'Write the name of a branch or tag, or a commit.');
  }
  return { repository, revision };
}

async function requireInstalled({ repository, revision }: ModelInput): Promise<InstalledModelRow> {
  const model = await findInstalledModel(getDatabase(), { repository, revision });
  if (!model) throw notFound('model', 'repository');
  return model;
}

function requireStored({ source }: InstalledModelRow, otherwise: string): void {
  if (source !== 'HUB' && source !== 'FOLDER') throw new AppError('NOTHING_TO_DO', otherwise, ['repository']);
}

function keyOf({ repository, revision }: InstalledModelRow): { repository: string; revision: string } {
  return { repository, revision };
}
