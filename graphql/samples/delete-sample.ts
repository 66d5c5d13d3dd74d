import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import { keyOf } from '@/graphql/global-id';
import type { SampleRow } from '@/graphql/rows';
import { requireAnySample } from '@/graphql/samples/find-sample';
import { forgetSample } from '@/graphql/samples/sample-loaders';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';
import { findWorkedOn, lockSampleWhole } from '@/prisma/queries/sample-shelf';

/** A draw that nobody has used is taken out with its order; how it was drawn stays in the record. */
export async function deleteSample(context: Context, input: { sampleId: string }): Promise<{ sample: SampleRow }> {
  const viewer = requireViewer(context);
  const sampleId = keyOf('Sample', input.sampleId, 'sampleId');
  const { sample, project } = await requireAnySample(context, sampleId, 'sample:archive', 'sample', 'sampleId');
  await inTransaction(async (tx) => {
    if (!(await lockSampleWhole(tx, sampleId))) throw notFound('sample', 'sampleId');
    if ((await findWorkedOn(tx, [sampleId])).size > 0) throw new AppError('REVIEWED', WORKED_ON, ['sampleId']);
    const { kind, scope, seed, method, size, populationSize } = await tx.sampleDesign.delete({
      where: { id: sampleId },
    });
    await publish(tx, { projectId: project.id, topic: 'RATING' });
    const subject = { teamId: project.teamId, projectId: project.id, type: 'Sample', id: sampleId };
    const details = { kind, scope, seed, method, size, populationSize };
    await recordAudit(tx, viewer, 'sample.deleted', subject, details);
  });
  forgetSample(context, sampleId);
  return { sample };
}

const WORKED_ON =
  'People have answered in this sample, or a version was computed from it, and what they said is kept. Archive it instead.';
