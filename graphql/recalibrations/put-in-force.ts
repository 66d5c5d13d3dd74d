import { recordAudit } from '@/graphql/audit/record-audit';
import type { Viewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { CalibrationRow, ProjectRow, RecalibrationRow } from '@/graphql/rows';
import { requireUnarchived } from '@/graphql/samples/find-sample';
import { rerankProject } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import type { Database } from '@/prisma/client';
import { openRerank } from '@/prisma/queries/recalibrations';

export interface InForce {
  readonly project: ProjectRow;
  /** The threshold that lay on the other scale and is out of force now. */
  readonly deactivated: CalibrationRow | null;
}

/**
 * Puts a recalibration, or none, in force; call it with the project locked. Scores that are stored from now on follow it,
 * and a job brings the others after. A threshold on another scale goes out of force in the same moment: it would include
 * documents that nobody has chosen.
 */
export async function putInForce(
  tx: Database,
  viewer: Viewer,
  { id: projectId, teamId }: ProjectRow,
  recalibration: RecalibrationRow | null,
): Promise<InForce> {
  const before = await tx.project.findUniqueOrThrow({ where: { id: projectId }, include: { activeCalibration: true } });
  const recalibrationId = recalibration?.id ?? null;
  if (before.recalibrationId === recalibrationId) {
    throw new AppError('NOTHING_TO_DO', recalibration ? 'It is in force already.' : 'No recalibration is in force.');
  }
  if (recalibration) {
    requireUnarchived(await tx.sampleDesign.findUniqueOrThrow({ where: { id: recalibration.sampleId } }));
  }
  const { activeCalibration: active } = before;
  const deactivated = active && active.recalibrationId !== recalibrationId ? active : null;
  const project = await tx.project.update({
    where: { id: projectId },
    data: { recalibrationId, ...(deactivated ? { activeCalibrationId: null } : {}) },
  });
  const run = await openRerank(tx, { projectId, recalibrationId, createdById: viewer.id });
  await enqueue(rerankProject, { projectId, rerankId: run.id }, { tx });
  await publish(tx, { projectId, topic: 'CALIBRATION' });
  const subject = { teamId, projectId, type: 'Recalibration', id: recalibrationId ?? before.recalibrationId ?? '' };
  const action = recalibration ? 'recalibration.applied' : 'recalibration.taken-back';
  const from = before.recalibrationId;
  await recordAudit(tx, viewer, action, subject, {
    from,
    version: recalibration?.version ?? null,
    kind: recalibration?.kind ?? null,
  });
  if (deactivated) {
    const calibration = { teamId, projectId, type: 'Calibration', id: deactivated.id };
    await recordAudit(tx, viewer, 'calibration.deactivated', calibration, { because: action });
  }
  return { project, deactivated };
}
