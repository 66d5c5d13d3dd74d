import { recordAudit } from '@/graphql/audit/record-audit';
import { requireImportControl } from '@/graphql/collections/find-import-run';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { RetryImportInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { ImportRunRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { enqueueImport } from '@/jobs/queue-import';
import { inTransaction } from '@/prisma/client';
import { reopenImport } from '@/prisma/queries/imports';

/** A failed or cancelled import again, from the record it stopped at. */
export async function retryImport(context: Context, input: RetryImportInput): Promise<{ import: ImportRunRow }> {
  const viewer = requireViewer(context);
  const { run, project } = await requireImportControl(context, keyOf('ImportRun', input.importId, 'importId'));
  const projectId = project.id;
  return inTransaction(async (tx) => {
    if (input.askMapping && run.readCount > 0) {
      throw new AppError('CONFLICT', 'Records of this file are stored already. Take the import back first.', [
        'importId',
      ]);
    }
    if (!(await reopenImport(tx, projectId, run.id, { asksMapping: input.askMapping ?? false }))) {
      throw new AppError('NOTHING_TO_DO', 'Only a failed or cancelled import can be tried again.', ['importId']);
    }
    const { needsInspection } = await tx.importRun.findUniqueOrThrow({ where: { id: run.id } });
    await enqueueImport(tx, { projectId, importRunId: run.id, needsInspection });
    await publish(tx, { projectId, topic: 'IMPORT' });
    const subject = { teamId: project.teamId, projectId, type: 'ImportRun', id: run.id };
    await recordAudit(tx, viewer, 'import.retried', subject, { fileName: run.fileName });
    return { import: await tx.importRun.findUniqueOrThrow({ where: { id: run.id } }) };
  });
}
