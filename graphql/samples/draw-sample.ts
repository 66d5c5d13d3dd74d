import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer, type Viewer } from '@/graphql/context';
import type { DrawSampleInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { idempotent } from '@/graphql/idempotency';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { requireLoaded } from '@/graphql/require-loaded';
import type { ProjectRow, SampleRow } from '@/graphql/rows';
import { drawFromFrame, type FrameDraw } from '@/graphql/samples/draw-from-frame';
import { type AskedDesign, readDesign } from '@/graphql/samples/read-design';
import { publish } from '@/jobs/events';
import type { Database } from '@/prisma/client';
import { insertSample } from '@/prisma/queries/samples';

/**
 * Draws a random sample of the documents in scope, and stores what a top-up would draw next; with its seed, its frame
 * and its strata it can be drawn again by anyone.
 */
export async function drawSample(
  context: Context,
  { idempotencyKey, ...input }: DrawSampleInput,
): Promise<{ sample: SampleRow }> {
  const viewer = requireViewer(context);
  const projectId = keyOf('Project', input.projectId, 'projectId');
  const project = await requireOpenProject(context, projectId, 'sample:draw', 'project', 'projectId');
  const asked = readDesign(input);
  const drawn = await drawFromFrame(project, asked);
  const { response } = await idempotent(context, 'drawSample', idempotencyKey, input, async (tx) => {
    const sample = await storeSample(tx, viewer, project, asked, drawn);
    return { sampleId: sample.id };
  });
  return { sample: await requireLoaded(context.loaders.sample.load(response.sampleId), 'sample') };
}

async function storeSample(
  tx: Database,
  viewer: Viewer,
  { id: projectId, teamId }: ProjectRow,
  { strata: _asked, ranges, ...asked }: AskedDesign,
  { strata, documents, ...drawn }: FrameDraw,
): Promise<SampleRow> {
  const sample = await insertSample(tx, { projectId, createdById: viewer.id, ...asked, ...drawn }, strata, documents);
  await publish(tx, { projectId, topic: 'RATING' });
  const subject = { teamId, projectId, type: 'Sample', id: sample.id };
  const details = { ...asked, ...drawn };
  const isStratified = strata.length > 0;
  const told = isStratified ? { ...details, ranges, strata: strata.map(toDetails) } : details;
  await recordAudit(tx, viewer, 'sample.drawn', subject, told);
  return sample;
}

function toDetails({ lower, upper, populationSize, size, guessedProportion }: FrameDraw['strata'][number]) {
  return { lower, upper, populationSize, size, guessedProportion };
}
