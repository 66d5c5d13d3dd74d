import { recordAudit } from '@/graphql/audit/record-audit';
import { requireCalibration } from '@/graphql/calibrations/find-calibration';
import { otherScale } from '@/graphql/calibrations/stale-reason';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { ActivateCalibrationInput, DeactivateCalibrationInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { CalibrationRow, ProjectRow } from '@/graphql/rows';
import { requireUnarchived } from '@/graphql/samples/find-sample';
import { checkDrift } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import { type Database, inTransaction } from '@/prisma/client';
import { lockProject } from '@/prisma/queries/projects';

/** From now on the threshold decides what the project includes: documents scored later as well as those scored before. */
export async function activateCalibration(
  context: Context,
  input: ActivateCalibrationInput,
): Promise<{ calibration: CalibrationRow; project: ProjectRow }> {
  const viewer = requireViewer(context);
  const id = keyOf('Calibration', input.calibrationId, 'calibrationId');
  const found = await requireCalibration(context, id, 'calibration:activate', 'calibrationId');
  const { teamId, id: projectId } = found.project;
  const changed = await inTransaction(async (tx) => {
    const before = await lockActive(tx, projectId);
    await requireSameScale(tx, id, projectId);
    requireUnarchived(await tx.sampleDesign.findUniqueOrThrow({ where: { id: found.calibration.sampleId } }));
    if (before === id) throw new AppError('NOTHING_TO_DO', 'This version is active already.');
    const project = await setActive(tx, projectId, id);
    const calibration = await tx.calibration.update({ where: { id }, data: { activatedAt: new Date() } });
    // What came since the version was saved is held against it now, and not only when scoring ends the next time.
    await enqueue(checkDrift, { projectId }, { tx });
    await publish(tx, { projectId, topic: 'CALIBRATION' });
    const subject = { teamId, projectId, type: 'Calibration', id };
    const { version, threshold } = calibration;
    await recordAudit(tx, viewer, 'calibration.activated', subject, { version, threshold, from: before });
    return { calibration, project };
  });
  forget(context, changed.project, [id]);
  return changed;
}

/** Back to no threshold: nothing is included or excluded. */
export async function deactivateCalibration(
  context: Context,
  input: DeactivateCalibrationInput,
): Promise<{ project: ProjectRow }> {
  const viewer = requireViewer(context);
  const projectId = keyOf('Project', input.projectId, 'projectId');
  const { teamId } = await requireOpenProject(context, projectId, 'calibration:activate', 'project', 'projectId');
  const project = await inTransaction(async (tx) => {
    const before = await lockActive(tx, projectId);
    if (!before) throw new AppError('NOTHING_TO_DO', 'No threshold is active.');
    const changed = await setActive(tx, projectId, null);
    await publish(tx, { projectId, topic: 'CALIBRATION' });
    await recordAudit(tx, viewer, 'calibration.deactivated', { teamId, projectId, type: 'Calibration', id: before });
    return changed;
  });
  forget(context, project, []);
  return { project };
}

/** On another scale the threshold would include documents that nobody has chosen. */
async function requireSameScale(tx: Database, id: string, projectId: string): Promise<void> {
  const saved = await tx.calibration.findUniqueOrThrow({ where: { id }, include: { recalibration: true } });
  const { recalibrationId } = await tx.project.findUniqueOrThrow({ where: { id: projectId } });
  if (saved.recalibrationId === recalibrationId) return;
  throw new AppError('STALE_SCALE', otherScale(saved.recalibration), ['calibrationId']);
}

async function lockActive(tx: Database, projectId: string): Promise<string | null> {
  await lockProject(tx, projectId);
  const project = await tx.project.findUnique({ where: { id: projectId }, select: { activeCalibrationId: true } });
  return project?.activeCalibrationId ?? null;
}

/** Not a change of the project's settings: its version stays, so that a settings form in progress is no conflict. */
function setActive(tx: Database, projectId: string, activeCalibrationId: string | null): Promise<ProjectRow> {
  return tx.project.update({ where: { id: projectId }, data: { activeCalibrationId } });
}

function forget(context: Context, project: ProjectRow, calibrationIds: readonly string[]): void {
  context.loaders.project.clear(project.id).prime(project.id, project);
  for (const id of calibrationIds) context.loaders.calibration.clear(id);
}
