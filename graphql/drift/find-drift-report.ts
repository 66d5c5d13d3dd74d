import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireProject } from '@/graphql/projects/find-project';
import type { DriftReportRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';

/** A report of a project that the viewer may read; NOT_FOUND otherwise. */
export async function findDriftReport(context: Context, reportId: string): Promise<DriftReportRow> {
  const report = await getDatabase().driftReport.findUnique({ where: { id: reportId } });
  if (!report) throw notFound('drift report');
  await requireProject(context, report.projectId, 'project:read', 'drift report');
  return report;
}
