import type { giveUpExport, PayloadOf } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import type { JobHandler } from '@/jobs/worker/running-job';
import { inTransaction } from '@/prisma/client';
import { abandonExport } from '@/prisma/queries/exports';

const MESSAGE = 'Every try to make this export ended without a result. Ask for it again.';

/** An export whose every try ended without a result is told as failed instead of running for ever. */
export const giveUpExportHandler: JobHandler<PayloadOf<typeof giveUpExport>> = async (job) => {
  const { exportId, projectId } = job.payload;
  await inTransaction(async (tx) => {
    await job.completeIn(tx);
    if (await abandonExport(tx, exportId, MESSAGE)) await publish(tx, { projectId, topic: 'EXPORT' });
  });
};
