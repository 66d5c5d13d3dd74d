import { formatCount, formatScore, formatShare } from '@/components/ui/format-number';
import type { SampleLineFragment } from '@/graphql/generated/operations/graphql';

type Skips = Pick<SampleLineFragment, 'answeredCount' | 'skippedCount'>;

/** Beyond this share of the answered, what is certified says too little about the rest to leave it unsaid. */
const MANY_SKIPPED = 0.05;

export function isManySkipped({ answeredCount, skippedCount }: Skips): boolean {
  return skippedCount > MANY_SKIPPED * answeredCount;
}

export function skippedWords({ answeredCount, skippedCount }: Skips): string {
  const share = formatShare(answeredCount === 0 ? 0 : skippedCount / answeredCount);
  return `${formatCount(skippedCount)} of ${formatCount(answeredCount)} answered documents (${share}) were passed over. They are left out of every figure, so the figures hold for documents like the rated ones only.`;
}

/** "Stratified, 5 ranges, below 3.20" */
export function designWords(sample: Pick<SampleLineFragment, 'kind' | 'scope' | 'scopeThreshold' | 'strata'>): string {
  const { kind, scope, scopeThreshold, strata } = sample;
  const design = kind === 'STRATIFIED' ? `Stratified, ${strata.length} ranges` : 'Simple random';
  return scope === 'EXCLUDED' && scopeThreshold != null ? `${design}, below ${formatScore(scopeThreshold)}` : design;
}
