import type { giveUpImport, PayloadOf } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { completeRuns } from '@/jobs/scoring/complete-runs';
import type { JobHandler } from '@/jobs/worker/running-job';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { abandonImport } from '@/prisma/queries/imports';
import { failInspection } from '@/prisma/queries/inspections';

const MESSAGE =
  'Every try to import this file ended without a result. What was read so far is kept; you may try again.';
const NOT_SEEN = 'Every try to look at this file ended without a result. You may try again.';

/** An import whose every try ended without a result is told as failed instead of running for ever. */
export const giveUpImportHandler: JobHandler<PayloadOf<typeof giveUpImport>> = async (job) => {
  const { projectId, importRunId } = job.payload;
  await inBulkTransaction(async (tx) => {
    await job.completeIn(tx);
    const wasInspected = await failInspection(
      tx,
      { importRunId, attempt: null },
      { code: 'GAVE_UP', message: NOT_SEEN },
    );
    if (!wasInspected && !(await abandonImport(tx, importRunId, 'GAVE_UP', MESSAGE))) return;
    await completeRuns(tx, projectId);
    await publish(tx, { projectId, topic: 'IMPORT' });
  });
};
