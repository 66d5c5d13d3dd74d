import { invalid } from '@/graphql/errors';
import type { ScoreHistogram } from '@/graphql/generated/resolver-types';
import { SlowCount } from '@/graphql/projects/slow-count';
import { getDatabase } from '@/prisma/client';
import { countScoresByBin } from '@/prisma/queries/projects';

/** The scale of experts and model alike. */
const LOWER = 1;
const UPPER = 5;
/** A bin for each step of the threshold's handle. */
const MAX_BINS = 400;

const counted = new SlowCount<number[]>();

export async function readHistogram(projectId: string, bins: number): Promise<ScoreHistogram> {
  if (bins < 1 || bins > MAX_BINS) throw invalid('bins', `A histogram has 1 to ${MAX_BINS} bins.`, 'OUT_OF_RANGE');
  const counts = await counted.get(`${projectId}:${bins}`, () =>
    countScoresByBin(getDatabase(), projectId, { lower: LOWER, upper: UPPER, bins }),
  );
  return { lower: LOWER, upper: UPPER, counts, n: counts.reduce((sum, count) => sum + count, 0) };
}
