import { formatCount } from '@/components/ui/format-number';
import type { CollectionsQuery } from '@/graphql/generated/operations/graphql';

type Collection = NonNullable<CollectionsQuery['project']>['collections']['nodes'][number];

/** "1,204 documents, 31 duplicates": what is ranked, and the records that repeat some of it here or elsewhere. */
export function contentWords({
  documentCount,
  duplicateCount,
}: Pick<Collection, 'documentCount' | 'duplicateCount'>): string {
  // Counted one after the other: while an import is undone the second may already be less than the first saw.
  const works = Math.max(0, documentCount - duplicateCount);
  const words = `${formatCount(works)} ${works === 1 ? 'document' : 'documents'}`;
  if (duplicateCount === 0) return words;
  return `${words}, ${formatCount(duplicateCount)} ${duplicateCount === 1 ? 'duplicate' : 'duplicates'}`;
}
