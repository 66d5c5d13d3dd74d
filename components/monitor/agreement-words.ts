import { formatCount } from '@/components/ui/format-number';
import type { RatingKind } from '@/graphql/generated/operations/graphql';

interface RatedMonth {
  readonly month: string;
  readonly kind: RatingKind;
  readonly n: number;
  readonly isSuppressed: boolean;
}

const KINDS: Readonly<Record<RatingKind, string>> = { VALIDATION: 'blind', OVERRIDE: 'overrides' };

/** "2026-11, blind" */
export function monthLabel({ month, kind }: Pick<RatedMonth, 'month' | 'kind'>): string {
  return `${month.slice(0, 7)}, ${KINDS[kind]}`;
}

/** Which months are left out for having too few ratings; empty for none. */
export function tooFewWords(months: readonly RatedMonth[]): string {
  const few = months.filter(({ isSuppressed }) => isSuppressed);
  if (few.length === 0) return '';
  return `Fewer than 20 ratings: ${few.map((month) => `${monthLabel(month)} (${formatCount(month.n)})`).join('; ')}.`;
}
