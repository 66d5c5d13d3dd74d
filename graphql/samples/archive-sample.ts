import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import { keyOf } from '@/graphql/global-id';
import type { SampleRow } from '@/graphql/rows';
import { requireAnySample } from '@/graphql/samples/find-sample';
import { forgetSample } from '@/graphql/samples/sample-loaders';
import { publish } from '@/jobs/events';
import { type Database, inTransaction } from '@/prisma/client';
import { lockProject } from '@/prisma/queries/projects';
import { findInForce } from '@/prisma/queries/sample-shelf';

/** Out of the lists and rated no more; answers, versions and their figures stay as they are. */
export function archiveSample(context: Context, input: { sampleId: string }): Promise<{ sample: SampleRow }> {
  return setArchived(context, input.sampleId, new Date());
}

export function restoreSample(context: Context, input: { sampleId: string }): Promise<{ sample: SampleRow }> {
  return setArchived(context, input.sampleId, null);
}

async function setArchived(context: Context, id: string, archivedAt: Date | null): Promise<{ sample: SampleRow }> {
  const viewer = requireViewer(context);
  const sampleId = keyOf('Sample', id, 'sampleId');
  const { project } = await requireAnySample(context, sampleId, 'sample:archive', 'sample', 'sampleId');
  const sample = await inTransaction(async (tx) => {
    // As whoever puts a version in force does: of the two the later sees what the earlier has done.
    await lockProject(tx, project.id);
    if (archivedAt) await requireNotInForce(tx, project.id, sampleId);
    const { count } = await tx.sampleDesign.updateMany({
      where: { id: sampleId, archivedAt: archivedAt ? null : { not: null } },
      data: { archivedAt },
    });
    if (count === 0) throw new AppError('NOTHING_TO_DO', `The sample is ${archivedAt ? 'archived' : 'open'} already.`);
    await publish(tx, { projectId: project.id, topic: 'RATING' });
    const subject = { teamId: project.teamId, projectId: project.id, type: 'Sample', id: sampleId };
    await recordAudit(tx, viewer, `sample.${archivedAt ? 'archived' : 'restored'}`, subject);
    return tx.sampleDesign.findUniqueOrThrow({ where: { id: sampleId } });
  });
  forgetSample(context, sampleId);
  return { sample };
}

async function requireNotInForce(tx: Database, projectId: string, sampleId: string): Promise<void> {
  const { threshold, recalibration } = await findInForce(tx, { projectId, sampleId });
  const [what, version] = threshold ? ['threshold', threshold] : ['recalibration', recalibration];
  if (version === null) return;
  const message = `The ${what} in force, version ${version}, was computed from this sample. Take it out of force first.`;
  throw new AppError('IN_USE', message, ['sampleId']);
}
