import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import { requireExport } from '@/graphql/exports/find-export';
import type { CancelExportInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { ExportRunRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';
import { requestExportCancel } from '@/prisma/queries/exports';

/** A waiting export ends at once, a running one within a second or two; nothing of it is kept. */
export async function cancelExport(context: Context, input: CancelExportInput): Promise<{ export: ExportRunRow }> {
  const viewer = requireViewer(context);
  const id = keyOf('ExportRun', input.exportId, 'exportId');
  const { run, project } = await requireExport(context, id, 'export:create', 'exportId');
  if (run.requestedById !== viewer.id) await requireExport(context, id, 'export:control', 'exportId');
  return inTransaction(async (tx) => {
    if (!(await requestExportCancel(tx, project.id, id))) {
      throw new AppError('NOTHING_TO_DO', 'This export has ended already.', ['exportId']);
    }
    await publish(tx, { projectId: project.id, topic: 'EXPORT' });
    const subject = { teamId: project.teamId, projectId: project.id, type: 'ExportRun', id };
    await recordAudit(tx, viewer, 'export.cancelled', subject, { format: run.format });
    return { export: await tx.exportRun.findUniqueOrThrow({ where: { id } }) };
  });
}
