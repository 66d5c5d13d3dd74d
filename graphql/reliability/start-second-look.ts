import { randomUUID } from 'node:crypto';
import { RANDOM_ORDER_METHOD } from '@/calibration/random-order';
import { recordAudit } from '@/graphql/audit/record-audit';
import { readNamedLabels } from '@/graphql/calibrations/read-labels';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, invalid } from '@/graphql/errors';
import type { StartSecondLookInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { chooseLooks } from '@/graphql/reliability/choose-looks';
import type { SecondLookRow } from '@/graphql/rows';
import { requireSample } from '@/graphql/samples/find-sample';
import { inTransaction } from '@/prisma/client';
import {
  findLookedAt,
  findOpenSecondLook,
  findRatedBy,
  insertSecondLook,
  lockSample,
} from '@/prisma/queries/second-looks';

const MOST_SUSPECTS = 50;

/** Suspects and as many others for this person to look at again; the one that is under way where there is one. */
export async function startSecondLook(
  context: Context,
  input: StartSecondLookInput,
): Promise<{ secondLook: SecondLookRow }> {
  const viewer = requireViewer(context);
  const sampleId = keyOf('Sample', input.sampleId, 'sampleId');
  const { sample, project } = await requireSample(context, sampleId, 'sample:rate', 'sample', 'sampleId');
  const most = input.suspects ?? 10;
  if (most < 1 || most > MOST_SUSPECTS) {
    throw invalid('suspects', `Ask for 1 to ${MOST_SUSPECTS} suspects.`, 'OUT_OF_RANGE');
  }
  const data = await readNamedLabels(context, sample);
  if (!data) throw new AppError('NO_LABELS', 'Nothing of this sample is rated yet: rate some of it first.');
  const secondLook = await inTransaction(async (tx) => {
    await lockSample(tx, sampleId);
    const open = await findOpenSecondLook(tx, sampleId, viewer.id);
    if (open) return open;
    const seed = randomUUID();
    const chosen = chooseLooks(data.labels, await findLookedAt(tx, sampleId, viewer.id), most, seed);
    if (chosen.length === 0) throw new AppError('NOTHING_TO_DO', NOTHING);
    const rated = await findRatedBy(tx, sampleId, viewer.id);
    const { projectId } = sample;
    const { relevanceCut } = project;
    const look = { projectId, sampleId, raterId: viewer.id, seed, method: RANDOM_ORDER_METHOD, relevanceCut };
    const made = await insertSecondLook(
      tx,
      { ...look, size: chosen.length },
      chosen.map(({ label, isSuspect }) => ({
        documentId: label.id,
        isSuspect,
        label: label.rating,
        score: label.score,
        hasRatedBefore: rated.has(label.id),
      })),
    );
    const subject = { teamId: project.teamId, projectId, type: 'Sample', id: sampleId };
    // Which documents, and which of them are suspects, would tell whoever is to look.
    await recordAudit(tx, viewer, 'second_look.started', subject, { secondLookId: made.id, size: chosen.length });
    return made;
  });
  return { secondLook };
}

const NOTHING =
  'No label that you have not looked at again lies a step or more from its score, with another to mix it with.';
