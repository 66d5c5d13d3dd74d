import DataLoader from 'dataloader';
import { getDatabase } from '@/prisma/client';
import { countSampleAnswers, type SampleCounts } from '@/prisma/queries/samples';

const NO_ANSWERS: SampleCounts = { answered: 0, rated: 0, relevant: 0 };

/** What a list of samples would otherwise ask a row at a time. */
export function createSampleLoaders() {
  return {
    sampleCounts: new DataLoader<string, SampleCounts>(async (sampleIds) => {
      const counts = await countSampleAnswers(getDatabase(), sampleIds);
      return sampleIds.map((id) => counts.get(id) ?? NO_ANSWERS);
    }),
  };
}
