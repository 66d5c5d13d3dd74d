import { randomUUID } from 'node:crypto';
import { InferenceError } from '@/inference/errors';
import { pullModel } from '@/inference/hub/pull-model';
import { clearActiveModel } from '@/inference/store/active-model';
import { activateModel, listModels, removeModel, type StoredModel, verifyModel } from '@/inference/store/stored-models';
import type { modelTask, PayloadOf } from '@/jobs/definitions';
import { publishModels } from '@/jobs/events';
import { type ModelRoom, STARTER_REPOSITORY } from '@/jobs/models/model-room';
import { TaskWatch } from '@/jobs/models/task-watch';
import { GivenBack, type JobHandler, type RunningJob } from '@/jobs/worker/running-job';
import { getDatabase, inTransaction } from '@/prisma/client';
import type { ModelTask } from '@/prisma/generated/client';
import { type AttemptOfTask, beginModelTask, endModelTask, type TaskEnding } from '@/prisma/queries/model-tasks';
import { recordVerification, replaceModels } from '@/prisma/queries/models';

type Job = RunningJob<PayloadOf<typeof modelTask>>;
/** What a verification found; undefined for the other kinds. */
type Finding = { readonly problem: string | null } | undefined;

/**
 * Does what was asked with a model of the data folder. Each kind may be done again by the try that follows a killed
 * one: a pull goes on where it stopped, and what is done already is done.
 */
export function createModelTaskHandler(room: ModelRoom): JobHandler<PayloadOf<typeof modelTask>> {
  return async (job) => {
    const key = { taskId: job.payload.taskId, attempt: randomUUID() };
    const task = await beginModelTask(getDatabase(), key);
    if (!task) return;
    const watch = new TaskWatch(key, job.signal);
    try {
      const finding = await carryOut(task, room, watch);
      await finish(job, key, room, { status: 'COMPLETED' }, { task, finding });
    } catch (error) {
      if (watch.isSuperseded) return;
      if (job.signal.aborted) throw new GivenBack('The worker is stopping; the task goes on from here.');
      const ending = endingOf(error, watch);
      if (!ending) throw error;
      await finish(job, key, room, ending);
    } finally {
      watch.close();
    }
  };
}

async function carryOut(task: ModelTask, room: ModelRoom, watch: TaskWatch): Promise<Finding> {
  switch (task.kind) {
    case 'PULL':
      return pull(task, room, watch);
    case 'VERIFY':
      return verify(task, room, watch);
    case 'USE':
      await watch.enter('CHECKING');
      if (task.repository === STARTER_REPOSITORY) await clearActiveModel(room.dataFolder);
      else await activateModel(room.dataFolder, await requireStored(task, room));
      return;
    case 'REMOVE': {
      const stored = await findStored(task, room);
      if (stored) await removeModel(room.dataFolder, stored);
      return;
    }
  }
}

async function pull({ repository, revision }: ModelTask, room: ModelRoom, watch: TaskWatch): Promise<undefined> {
  await watch.enter('FETCHING');
  const { folder } = await pullModel(
    { repository, revision },
    {
      ...room.pullOptions(),
      signal: watch.signal,
      onProgress: ({ bytes, total }) => watch.move(bytes, total),
    },
  );
  await watch.enter('MEASURING');
  await room.measure(folder, watch.signal, (textsDone, texts) => watch.move(textsDone, texts));
}

async function verify(task: ModelTask, room: ModelRoom, watch: TaskWatch): Promise<Finding> {
  await watch.enter('CHECKING');
  const changed = await verifyModel(await requireStored(task, room));
  return { problem: changed.map(({ name, problem }) => `${name} is ${problem}`).join(', ') || null };
}

async function findStored({ repository, revision }: ModelTask, room: ModelRoom): Promise<StoredModel | null> {
  const models = await listModels(room.dataFolder);
  return models.find(({ manifest }) => manifest.repository === repository && manifest.revision === revision) ?? null;
}

async function requireStored(task: ModelTask, room: ModelRoom): Promise<StoredModel> {
  const stored = await findStored(task, room);
  if (stored) return stored;
  throw new InferenceError('MODEL_NOT_FOUND', `${task.repository} is not in the workers’ data folder any more`);
}

/** A refusal ends the task; anything else (a lost database, a bug) is another try's business. */
function endingOf(error: unknown, watch: TaskWatch): TaskEnding | null {
  if (watch.isCancelled) return { status: 'CANCELLED' };
  return error instanceof InferenceError ? { status: 'FAILED', code: error.code, message: error.message } : null;
}

/** The task's end, its job's and what is in the data folder now are told together. */
async function finish(
  job: Job,
  key: AttemptOfTask,
  room: ModelRoom,
  ending: TaskEnding,
  done?: { readonly task: ModelTask; readonly finding: Finding },
): Promise<void> {
  const models = await room.list();
  await inTransaction(async (tx) => {
    if (!(await endModelTask(tx, key, ending))) return;
    await replaceModels(tx, models);
    if (done?.finding) {
      const { repository, revision } = done.task;
      await recordVerification(tx, { repository, revision: revision ?? '' }, done.finding.problem);
    }
    await job.completeIn(tx);
    await publishModels(tx);
  });
}
