import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import type { DismissDriftNoticeInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { DriftReportRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { getDatabase, inTransaction } from '@/prisma/client';

/** The notice goes for everybody, so who put it away is recorded; of two at once, the second is told so. */
export async function dismissDriftNotice(
  context: Context,
  input: DismissDriftNoticeInput,
): Promise<{ driftReport: DriftReportRow }> {
  const viewer = requireViewer(context);
  const id = keyOf('DriftReport', input.driftReportId, 'driftReportId');
  const report = await getDatabase().driftReport.findUnique({ where: { id } });
  if (!report) throw notFound('drift report', 'driftReportId');
  const { projectId, collectionId } = report;
  const { teamId } = await requireOpenProject(context, projectId, 'drift:check', 'drift report', 'driftReportId');
  const driftReport = await inTransaction(async (tx) => {
    const { count } = await tx.driftReport.updateMany({
      where: { id, hasDrifted: true, dismissedAt: null },
      data: { dismissedAt: new Date(), dismissedById: viewer.id },
    });
    if (count === 0) throw new AppError('NOTHING_TO_DO', 'This report has no notice that stands.', ['driftReportId']);
    await publish(tx, { projectId, topic: 'DRIFT' });
    const subject = { teamId, projectId, type: 'DriftReport', id };
    await recordAudit(tx, viewer, 'drift.dismissed', subject, { collectionId });
    return tx.driftReport.findUniqueOrThrow({ where: { id } });
  });
  return { driftReport };
}
