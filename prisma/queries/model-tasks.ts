import type { Database } from '../client';
import type { ModelTaskKind, ModelTaskPhase } from '../generated/enums';

const OPEN = ['QUEUED', 'RUNNING'] as const;
const TASKS_SHOWN = 20;
const KEPT_MS = 90 * 86_400_000;

export interface NewModelTask {
  readonly kind: ModelTaskKind;
  readonly repository: string;
  readonly revision: string | null;
  readonly requestedById: string;
}

export function createModelTask(tx: Database, task: NewModelTask) {
  return tx.modelTask.create({ data: task });
}

/** A task of this kind on this model that has not ended: the same request again is this one. */
export function findOpenModelTask(db: Database, { kind, repository, revision }: Omit<NewModelTask, 'requestedById'>) {
  return db.modelTask.findFirst({ where: { kind, repository, revision, status: { in: [...OPEN] } } });
}

export function findModelTask(db: Database, id: string) {
  return db.modelTask.findUnique({ where: { id } });
}

/** What goes on and what ended last, newest first. */
export function listModelTasks(db: Database) {
  return db.modelTask.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: TASKS_SHOWN });
}

export interface AttemptOfTask {
  readonly taskId: string;
  readonly attempt: string;
}

/** Takes a task over for a new attempt; null when it has ended. Earlier attempts can write no more. */
export async function beginModelTask(db: Database, { taskId, attempt }: AttemptOfTask) {
  const [task] = await db.modelTask.updateManyAndReturn({
    where: { id: taskId, status: { in: [...OPEN] } },
    data: { attempt, status: 'RUNNING' },
  });
  if (!task) return null;
  await db.modelTask.updateMany({ where: { id: taskId, startedAt: null }, data: { startedAt: new Date() } });
  return task;
}

export interface TaskProgress {
  readonly phase?: ModelTaskPhase;
  /** Bytes while fetching, texts while measuring. */
  readonly done?: bigint;
  readonly total?: bigint;
}

/** Answers whether the person has asked to stop; null when a newer attempt has taken over or the task has ended. */
export async function noteModelProgress(
  db: Database,
  { taskId, attempt }: AttemptOfTask,
  progress: TaskProgress,
): Promise<{ isCancelRequested: boolean } | null> {
  const [task] = await db.modelTask.updateManyAndReturn({
    where: { id: taskId, attempt, status: 'RUNNING' },
    data: progress,
    select: { cancelRequestedAt: true },
  });
  return task ? { isCancelRequested: task.cancelRequestedAt !== null } : null;
}

export type TaskEnding =
  | { readonly status: 'COMPLETED' }
  | { readonly status: 'CANCELLED' }
  | { readonly status: 'FAILED'; readonly code: string; readonly message: string };

/** False when a newer attempt has taken over or the task has ended. */
export async function endModelTask(
  tx: Database,
  { taskId, attempt }: AttemptOfTask,
  ending: TaskEnding,
): Promise<boolean> {
  const failure = ending.status === 'FAILED' ? ending : null;
  const { count } = await tx.modelTask.updateMany({
    where: { id: taskId, attempt, status: 'RUNNING' },
    data: {
      status: ending.status,
      failureCode: failure?.code ?? null,
      failureMessage: failure?.message ?? null,
      phase: null,
      attempt: null,
      finishedAt: new Date(),
    },
  });
  return count === 1;
}

/** Ends a task whose every try ended without a result; false when it has ended already. */
export async function abandonModelTask(tx: Database, taskId: string, code: string, message: string): Promise<boolean> {
  const { count } = await tx.modelTask.updateMany({
    where: { id: taskId, status: { in: [...OPEN] } },
    data: {
      status: 'FAILED',
      failureCode: code,
      failureMessage: message,
      phase: null,
      attempt: null,
      finishedAt: new Date(),
    },
  });
  return count === 1;
}

/** What was asked stays in the record of the operator's teams; the list of it need not. */
export async function deleteOldModelTasks(db: Database): Promise<void> {
  const before = new Date(Date.now() - KEPT_MS);
  await db.modelTask.deleteMany({ where: { finishedAt: { lt: before } } });
}

/** Asks a task to stop, or stops one that has not begun. False when it has ended already. */
export async function requestTaskCancel(tx: Database, taskId: string): Promise<boolean> {
  const now = new Date();
  const waiting = await tx.modelTask.updateMany({
    where: { id: taskId, status: 'QUEUED' },
    data: { status: 'CANCELLED', cancelRequestedAt: now, finishedAt: now },
  });
  if (waiting.count === 1) return true;
  const running = await tx.modelTask.updateMany({
    where: { id: taskId, status: 'RUNNING' },
    data: { cancelRequestedAt: now },
  });
  return running.count === 1;
}
