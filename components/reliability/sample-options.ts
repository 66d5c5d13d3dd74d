import { formatCount } from '@/components/ui/format-number';
import type { SelectOption } from '@/components/ui/select';
import { designWords } from '@/components/validation/sample-words';
import type { ChoosableSampleFragment } from '@/graphql/generated/operations/graphql';

/** "2026-11-25, Simple random, below 3.20, 40 rated"; newest first, as they come. */
export function sampleOptions(samples: readonly ChoosableSampleFragment[]): SelectOption[] {
  return samples.map((sample) => ({
    value: sample.id,
    label: `${sample.createdAt.slice(0, 10)}, ${designWords(sample)}, ${formatCount(sample.ratedCount)} rated`,
  }));
}
