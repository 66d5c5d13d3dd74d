import type { ComparedFeature } from '@/jobs/drift/compare-features';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';
import { appendAuditEvent } from '@/prisma/queries/append-audit-event';
import type { GrownCollection } from '@/prisma/queries/drift';
import type { DriftBasis } from '@/prisma/queries/drift-basis';
import { lockProject } from '@/prisma/queries/projects';

export interface CheckedCollection {
  readonly projectId: string;
  readonly basis: DriftBasis;
  readonly grown: GrownCollection;
}

/**
 * Writes a collection's report in place of its last. A drift that was not there before is told of in the record, in the
 * same transaction, and its notice is open again; one that goes on stays dismissed where somebody has dismissed it.
 */
export async function storeReport(
  { projectId, basis, grown }: CheckedCollection,
  documents: number,
  features: readonly ComparedFeature[],
): Promise<void> {
  const { collectionId, newDocuments } = grown;
  const { calibrationId, teamId, version } = basis;
  const hasDrifted = features.some((feature) => feature.hasDrifted);
  await inTransaction(async (tx) => {
    // Two checks of one project, or a check and an activation, come one after the other.
    await lockProject(tx, projectId);
    const project = await tx.project.findUnique({ where: { id: projectId }, select: { activeCalibrationId: true } });
    const collection = await tx.collection.findUnique({ where: { id: collectionId }, select: { name: true } });
    if (project?.activeCalibrationId !== calibrationId || !collection) return;
    const key = { collectionId_calibrationId: { collectionId, calibrationId } };
    const before = await tx.driftReport.findUnique({ where: key, select: { hasDrifted: true } });
    const isNew = hasDrifted && !before?.hasDrifted;
    const found = { documents, newDocuments, features: features.map(toJson), hasDrifted };
    const notice = isNew || !hasDrifted ? { dismissedAt: null, dismissedById: null } : {};
    const report = await tx.driftReport.upsert({
      where: key,
      create: { projectId, collectionId, calibrationId, ...found },
      update: { ...found, ...notice, checkedAt: new Date() },
      select: { id: true },
    });
    await publish(tx, { projectId, topic: 'DRIFT' });
    if (!isNew) return;
    await appendAuditEvent(tx, {
      actorId: null,
      action: 'drift.found',
      subject: { teamId, projectId, type: 'Collection', id: collectionId },
      details: {
        name: collection.name,
        version,
        calibrationId,
        driftReportId: report.id,
        documents,
        newDocuments,
        features: features.filter((feature) => feature.hasDrifted).map(({ feature }) => feature),
        figures: features.map(toFigures),
      },
    });
  });
}

/** As a column takes it: plain data, whatever its type says of being read only. */
function toJson(compared: ComparedFeature) {
  return { ...compared, bins: compared.bins.map((bin) => ({ ...bin })) };
}

/** What somebody who is told of a drift, and cannot ask back, needs to judge it: all but the pictures. */
function toFigures({ bins, ...figures }: ComparedFeature) {
  return figures;
}
