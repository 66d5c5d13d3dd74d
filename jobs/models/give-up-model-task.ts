import type { giveUpModelTask, PayloadOf } from '@/jobs/definitions';
import { publishModels } from '@/jobs/events';
import type { JobHandler } from '@/jobs/worker/running-job';
import { inTransaction } from '@/prisma/client';
import { abandonModelTask } from '@/prisma/queries/model-tasks';

const MESSAGE = 'Every try ended without a result. What was fetched is kept; you may ask again.';

/** A task whose every try ended without a result is told as failed instead of running for ever. */
export const giveUpModelTaskHandler: JobHandler<PayloadOf<typeof giveUpModelTask>> = async (job) => {
  await inTransaction(async (tx) => {
    await job.completeIn(tx);
    if (await abandonModelTask(tx, job.payload.taskId, 'GAVE_UP', MESSAGE)) await publishModels(tx);
  });
};
