import DataLoader from 'dataloader';
import type { Context } from '@/graphql/context';
import { getDatabase } from '@/prisma/client';
import type { SampleStratum } from '@/prisma/generated/client';
import {
  countByRater,
  countOffered,
  countPresent,
  countSampleAnswers,
  countSkipReasons,
  offerKey,
  type RaterCounts,
  type RaterOfSample,
  type SampleCounts,
  type SkipReasonCount,
} from '@/prisma/queries/sample-counts';
import { findWorkedOn } from '@/prisma/queries/sample-shelf';
import { countReserves } from '@/prisma/queries/sample-top-ups';
import { findStrata } from '@/prisma/queries/samples';

const NO_ANSWERS: SampleCounts = { answered: 0, rated: 0, relevant: 0, complete: 0 };

/** What a list of samples would otherwise ask a row at a time. */
export function createSampleLoaders() {
  return {
    sampleCounts: new DataLoader<string, SampleCounts>(async (sampleIds) => {
      const counts = await countSampleAnswers(getDatabase(), sampleIds);
      return sampleIds.map((id) => counts.get(id) ?? NO_ANSWERS);
    }),
    sampleRaters: new DataLoader<string, RaterCounts[]>(async (sampleIds) =>
      bySample(sampleIds, await countByRater(getDatabase(), sampleIds)),
    ),
    sampleSkipReasons: new DataLoader<string, SkipReasonCount[]>(async (sampleIds) =>
      bySample(sampleIds, await countSkipReasons(getDatabase(), sampleIds)),
    ),
    sampleStrata: new DataLoader<string, SampleStratum[]>(async (sampleIds) =>
      bySample(sampleIds, await findStrata(getDatabase(), sampleIds)),
    ),
    samplePresent: new DataLoader<string, number>(async (sampleIds) => {
      const counts = await countPresent(getDatabase(), sampleIds);
      return sampleIds.map((id) => counts.get(id) ?? 0);
    }),
    sampleWorkedOn: new DataLoader<string, boolean>(async (sampleIds) => {
      const workedOn = await findWorkedOn(getDatabase(), sampleIds);
      return sampleIds.map((id) => workedOn.has(id));
    }),
    sampleReserve: new DataLoader<string, number>(async (sampleIds) => {
      const counts = await countReserves(getDatabase(), sampleIds);
      return sampleIds.map((id) => counts.get(id) ?? 0);
    }),
    sampleOffered: new DataLoader<RaterOfSample, number, string>(
      async (asked) => {
        const counts = await countOffered(getDatabase(), asked);
        return asked.map((rater) => counts.get(offerKey(rater)) ?? 0);
      },
      { cacheKeyFn: offerKey },
    ),
  };
}

/** After an answer or a top-up: what this request has counted of the sample is counted again. */
export function forgetSample({ loaders }: Context, sampleId: string): void {
  loaders.sample.clear(sampleId);
  loaders.sampleCounts.clear(sampleId);
  loaders.sampleRaters.clear(sampleId);
  loaders.sampleSkipReasons.clear(sampleId);
  loaders.sampleStrata.clear(sampleId);
  loaders.samplePresent.clear(sampleId);
  loaders.sampleReserve.clear(sampleId);
  loaders.sampleWorkedOn.clear(sampleId);
  loaders.sampleOffered.clearAll();
}

function bySample<Row extends { readonly sampleId: string }>(
  sampleIds: readonly string[],
  rows: readonly Row[],
): Row[][] {
  return sampleIds.map((id) => rows.filter(({ sampleId }) => sampleId === id));
}
