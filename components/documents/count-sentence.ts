import { formatCount } from '@/components/ui/format-number';

interface Counts {
  /** Documents the filters leave; null beyond what the server counts; undefined while it is not known. */
  readonly shown: number | null | undefined;
  /** Documents that are ranked at all: duplicates are not. */
  readonly total: number;
  readonly isFiltered: boolean;
}

const COUNTED_TO = 10_000;

/** "1,284 of 2,020 shown", "2,020 documents", "more than 10,000 of 2,000,000 shown" */
export function countSentence({ shown, total, isFiltered }: Counts): string {
  if (!isFiltered) return `${formatCount(total)} ${total === 1 ? 'document' : 'documents'}`;
  if (shown === undefined) return 'Counting';
  const amount = shown === null ? `more than ${formatCount(COUNTED_TO)}` : formatCount(shown);
  return `${amount} of ${formatCount(total)} shown`;
}

/** What has come since the list was sorted last; null when there is nothing to say. */
export function freshSentence(newlyScored: number, isReordered: boolean): string | null {
  if (newlyScored > 0) return `${formatCount(newlyScored)} newly scored: refresh`;
  return isReordered ? 'Order has changed: refresh' : null;
}
