import { recordAudit } from '@/graphql/audit/record-audit';
import { requireImportControl } from '@/graphql/collections/find-import-run';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { CancelImportInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { ImportRunRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';
import { requestImportCancel } from '@/prisma/queries/imports';

/** A waiting import ends at once, a running one after the batch it is at; what is stored stays. */
export async function cancelImport(context: Context, input: CancelImportInput): Promise<{ import: ImportRunRow }> {
  const viewer = requireViewer(context);
  const { run, project } = await requireImportControl(context, keyOf('ImportRun', input.importId, 'importId'));
  return inTransaction(async (tx) => {
    if (!(await requestImportCancel(tx, project.id, run.id))) {
      throw new AppError('NOTHING_TO_DO', 'This import has ended already.', ['importId']);
    }
    await publish(tx, { projectId: project.id, topic: 'IMPORT' });
    const subject = { teamId: project.teamId, projectId: project.id, type: 'ImportRun', id: run.id };
    await recordAudit(tx, viewer, 'import.cancelled', subject, { fileName: run.fileName });
    return { import: await tx.importRun.findUniqueOrThrow({ where: { id: run.id } }) };
  });
}
