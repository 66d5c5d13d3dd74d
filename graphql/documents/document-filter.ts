import { readLabelFilters, readMetadataFilters } from '@/graphql/documents/source-filter';
import { AppError, invalid } from '@/graphql/errors';
import type { DocumentFilter } from '@/graphql/generated/resolver-types';
import { type IdType, keyOf } from '@/graphql/global-id';
import type { RankedFilter } from '@/prisma/queries/ranked-documents';

const MAX_COLLECTIONS = 50;
const MAX_TAGS = 50;
const MAX_SEARCH = 1_000;

/**
 * What the list is to hold, in the terms of the ranking; null when nothing can match.
 *
 * @param threshold  Of the active calibration: being included is a range of the ranking score like any other.
 */
export function readDocumentFilter(
  filter: DocumentFilter | null | undefined,
  threshold: number | null,
): RankedFilter | null {
  const { statuses, collectionIds, search, isOverridden, isIncluded } = filter ?? {};
  if (isIncluded != null && threshold === null) return null;
  return {
    scoreAtLeast: highest(filter?.scoreAtLeast, isIncluded === true ? threshold : null),
    scoreBelow: lowest(filter?.scoreBelow, isIncluded === false ? threshold : null),
    statuses: statuses ?? null,
    collectionIds: collectionIds ? readCollections(collectionIds) : null,
    search: readSearch(search),
    isOverridden: isOverridden ?? null,
    metadata: (filter?.metadata ?? []).length > 0 ? readMetadataFilters(filter?.metadata ?? []) : null,
    labels: (filter?.referenceLabels ?? []).length > 0 ? readLabelFilters(filter?.referenceLabels ?? []) : null,
    tagIds: filter?.tagIds ? readTags(filter.tagIds) : null,
    decisions: filter?.decisions ? [...new Set(filter.decisions)] : null,
  };
}

function highest(first: number | null | undefined, second: number | null): number | null {
  return first == null ? second : second === null ? first : Math.max(first, second);
}

function lowest(first: number | null | undefined, second: number | null): number | null {
  return first == null ? second : second === null ? first : Math.min(first, second);
}

/** Another project's collection holds nothing of this one, so an id needs no more than its form. */
function readCollections(ids: readonly string[]): string[] {
  if (ids.length > MAX_COLLECTIONS) {
    throw invalid('collectionIds', `At most ${MAX_COLLECTIONS} collections at once.`, 'TOO_MANY');
  }
  return readKeys('Collection', ids, 'collectionIds');
}

/** So is another project's tag on no document of this one. */
function readTags(ids: readonly string[]): string[] {
  if (ids.length > MAX_TAGS) throw invalid('tagIds', `At most ${MAX_TAGS} tags at once.`, 'TOO_MANY');
  return readKeys('Tag', ids, 'tagIds');
}

function readKeys(type: IdType, ids: readonly string[], field: string): string[] {
  const keys = ids.flatMap((id) => {
    try {
      return [keyOf(type, id, field)];
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return [];
      throw error;
    }
  });
  return [...new Set(keys)];
}

function readSearch(search: string | null | undefined): string | null {
  const words = (search ?? '').replaceAll('\0', ' ').trim();
  if (words.length > MAX_SEARCH) throw invalid('search', `A search has at most ${MAX_SEARCH} characters.`, 'TOO_LONG');
  return words === '' ? null : words;
}
