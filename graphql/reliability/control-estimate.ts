import { controlPositivesToFind } from '@/calibration/stopping';
import { readNamedLabels } from '@/graphql/calibrations/read-labels';
import type { Context } from '@/graphql/context';
import type { ControlStatus } from '@/graphql/generated/resolver-types';
import type { ProjectRow, SampleRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { countFoundAmong, findRatedUntil, type Screening } from '@/prisma/queries/screening';

const GUARANTEED =
  'The control set was drawn at random and rated before screening began, and screening does not know which documents are in it: then recall is reached with the stated confidence at the moment when the last one needed is found.';
const NOT_GUARANTEED =
  'The control set was rated after screening had begun, so that its number of relevant documents was not fixed beforehand: read this as a heuristic.';

/** QBCB: how many of a random control set's relevant documents review has found, and how many it must find. */
export async function controlEstimate(
  context: Context,
  project: ProjectRow,
  sample: SampleRow | null,
  { firstAt }: Screening,
  { recall, confidence }: { readonly recall: number; readonly confidence: number },
) {
  const data = sample && (await readNamedLabels(context, sample));
  const positives = (data?.labels ?? []).filter(({ isRelevant }) => isRelevant).map(({ id }) => id);
  const ratedUntil = sample ? await findRatedUntil(getDatabase(), sample.id) : null;
  const found = await countFoundAmong(getDatabase(), project.id, project.relevanceCut, positives);
  const neededToFind = controlPositivesToFind(positives.length, recall, 1 - confidence);
  const isFixedBefore = firstAt === null || (ratedUntil !== null && ratedUntil <= firstAt);
  return {
    status: statusOf(sample, positives.length, found, neededToFind),
    kind: isFixedBefore ? ('GUARANTEE' as const) : ('HEURISTIC' as const),
    assumption: isFixedBefore ? GUARANTEED : NOT_GUARANTEED,
    sample,
    rated: data?.labels.length ?? 0,
    positives: positives.length,
    found,
    neededToFind,
    positivesNeeded: leastPositives(recall, confidence),
    ratedUntil,
  };
}

function statusOf(sample: SampleRow | null, positives: number, found: number, needed: number | null): ControlStatus {
  if (!sample) return 'NO_SAMPLE';
  if (positives === 0) return 'NO_POSITIVES';
  if (needed === null) return 'TOO_FEW_POSITIVES';
  return found >= needed ? 'REACHED' : 'NOT_YET';
}

/** The smallest r for which finding all of them suffices: 1 - t^r >= confidence. */
function leastPositives(recall: number, confidence: number): number {
  const start = Math.max(1, Math.floor(Math.log(1 - confidence) / Math.log(recall)) - 1);
  for (let positives = start; ; positives++) {
    if (controlPositivesToFind(positives, recall, 1 - confidence) !== null) return positives;
  }
}
