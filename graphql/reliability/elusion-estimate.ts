import { type ElusionResult, elusionTest } from '@/calibration/elusion-test';
import { readLabels } from '@/graphql/calibrations/read-labels';
import { toExactEstimate } from '@/graphql/calibrations/threshold-points';
import type { Context } from '@/graphql/context';
import type { ElusionStatus } from '@/graphql/generated/resolver-types';
import type { ProjectRow, SampleRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { countIncludedReview, isOnOtherScaleSince } from '@/prisma/queries/screening';

const TOLD = {
  kind: 'ESTIMATE' as const,
  assumption:
    'The sample was drawn at random from the excluded, its raters are right, and every document at or above the threshold has been read; the interval is exact for the excluded, and takes what was found as known.',
};
const NOTHING = { relevantInSample: 0, excluded: 0, found: 0, includedUnread: 0 };
/** Which documents lay above the threshold at the draw cannot be told from scores on another scale. */
const NO_REVIEW = { found: 0, unread: 0 };
const NO_RECALL = { recall: null, recallLower: null, recallUpper: null };

/** What a random sample of the excluded says about what they hide, and so about the recall of what was read. */
export async function elusionEstimate(
  context: Context,
  project: ProjectRow,
  sample: SampleRow | null,
  confidence: number,
) {
  if (sample?.scopeThreshold == null) {
    return { ...TOLD, status: 'NO_SAMPLE' as const, sample: null, elusion: null, ...NOTHING, ...NO_RECALL };
  }
  const threshold = sample.scopeThreshold;
  const excluded = sample.populationSize;
  const isOther = await isOnOtherScaleSince(getDatabase(), project.id, sample.createdAt);
  const { found, unread } = isOther
    ? NO_REVIEW
    : await countIncludedReview(getDatabase(), project.id, project.relevanceCut, threshold);
  const counts = { excluded, found, includedUnread: unread };
  const data = await readLabels(context, sample);
  if (!data) {
    const status = isOther ? ('OTHER_SCALE' as const) : ('NOTHING_RATED' as const);
    return { ...TOLD, status, sample, elusion: null, ...counts, relevantInSample: 0, ...NO_RECALL };
  }
  const relevantInSample = data.labels.filter(({ isRelevant }) => isRelevant).length;
  const result = elusionTest(relevantInSample, data.labels.length, excluded, found, confidence);
  const status = isOther ? 'OTHER_SCALE' : statusOf(result, unread);
  const { recall, recallInterval } = result;
  return {
    ...TOLD,
    status,
    sample,
    elusion: toExactEstimate(result.elusion),
    ...counts,
    relevantInSample,
    ...(status === 'ESTIMATED'
      ? { recall, recallLower: recallInterval.lower, recallUpper: recallInterval.upper }
      : NO_RECALL),
  };
}

function statusOf({ recall }: ElusionResult, unread: number): ElusionStatus {
  if (unread > 0) return 'INCLUDED_UNREAD';
  return recall === null ? 'NOTHING_RELEVANT' : 'ESTIMATED';
}
