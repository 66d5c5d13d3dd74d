import { randomBytes } from 'node:crypto';
import { drawSimpleRandomSample } from '@/calibration/sampling';
import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, invalid } from '@/graphql/errors';
import type { DrawSampleInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireLine } from '@/graphql/input-text';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { SampleRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inSnapshot, inTransaction } from '@/prisma/client';
import { countFrame, insertSample, pickFromFrame } from '@/prisma/queries/samples';

const MAX_SIZE = 5_000;
const MAX_SEED = 200;

/** Draws a simple random sample of the scored documents; with its seed and frame it can be drawn again by anyone. */
export async function drawSample(context: Context, input: DrawSampleInput): Promise<{ sample: SampleRow }> {
  const viewer = requireViewer(context);
  const projectId = keyOf('Project', input.projectId, 'projectId');
  const { teamId } = await requireOpenProject(context, projectId, 'sample:draw', 'project', 'projectId');
  if (input.size < 1 || input.size > MAX_SIZE) {
    throw invalid('size', `A sample has 1 to ${MAX_SIZE.toLocaleString('en')} documents.`, 'OUT_OF_RANGE');
  }
  const seed = input.seed == null ? randomBytes(8).toString('hex') : requireLine('seed', input.seed, MAX_SEED);
  const { documentIds, ...drawn } = await drawFromFrame(projectId, seed, input.size);
  return inTransaction(async (tx) => {
    const { populationSize, inclusionProbability, method } = drawn;
    const design = { projectId, seed, populationSize, createdById: viewer.id, documentIds, inclusionProbability };
    const sample = await insertSample(tx, design);
    await publish(tx, { projectId, topic: 'RATING' });
    const subject = { teamId, projectId, type: 'Sample', id: sample.id };
    await recordAudit(tx, viewer, 'sample.drawn', subject, { seed, method, size: input.size, populationSize });
    return { sample };
  });
}

/** Counting the frame and looking places of it up must see the same documents, though scoring goes on meanwhile. */
function drawFromFrame(projectId: string, seed: string, size: number) {
  return inSnapshot(async (tx) => {
    const populationSize = await countFrame(tx, projectId);
    if (populationSize === 0) throw new AppError('NOTHING_TO_DO', 'No document of this project is scored yet.');
    if (size > populationSize) {
      throw invalid('size', `Only ${populationSize} documents are scored: ask for at most as many.`, 'OUT_OF_RANGE');
    }
    const { positions, inclusionProbability, method } = drawSimpleRandomSample(seed, populationSize, size);
    const documentIds = await pickFromFrame(tx, projectId, positions);
    return { documentIds, populationSize, inclusionProbability, method };
  });
}
