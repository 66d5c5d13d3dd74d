import { AppError, invalid } from '@/graphql/errors';
import type { MetadataFilter, ReferenceLabelFilter } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { LabelCondition, MetadataCondition } from '@/prisma/queries/source-conditions';

const MAX_FILTERS = 5;
const MAX_KEY = 300;
const MAX_VALUE = 1_000;

export function readMetadataFilters(filters: readonly MetadataFilter[]): MetadataCondition[] {
  if (filters.length > MAX_FILTERS) throw invalid('metadata', `At most ${MAX_FILTERS} at once.`, 'TOO_MANY');
  return filters.map(({ key, equals = null, contains = null, exists = null }) => {
    const said = [equals, contains, exists].filter((part) => part !== null);
    if (said.length !== 1) throw invalid('metadata', 'Ask one of equals, contains and exists of each field.');
    for (const text of [equals, contains]) requireSearchable(text, MAX_VALUE);
    requireSearchable(key, MAX_KEY);
    return { key, equals, contains, exists };
  });
}

/** Another project's source says nothing of this one's documents, so an id needs no more than its form. */
export function readLabelFilters(filters: readonly ReferenceLabelFilter[]): LabelCondition[] {
  if (filters.length > MAX_FILTERS) throw invalid('referenceLabels', `At most ${MAX_FILTERS} at once.`, 'TOO_MANY');
  return filters.map(({ sourceId, values = null, isLabelled = null }) => {
    if ((values === null) === (isLabelled === null)) {
      throw invalid('referenceLabels', 'Ask either values or isLabelled of each source.');
    }
    if (values?.some((value) => !Number.isInteger(value) || value < 0 || value > 5)) {
      throw invalid('referenceLabels', 'Labels are whole: 0 or 1, or 1 to 5.', 'OUT_OF_RANGE');
    }
    return { sourceId: sourceKey(sourceId), values: values && [...new Set(values)], isLabelled };
  });
}

/** An id that names no source stands for one that has said nothing. */
function sourceKey(id: string): string {
  try {
    return keyOf('ReferenceLabelSource', id, 'sourceId');
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return NO_SOURCE;
    throw error;
  }
}
const NO_SOURCE = '00000000-0000-0000-0000-000000000000';

function requireSearchable(text: string | null, maxLength: number): void {
  if (text === null) return;
  if (text.length > maxLength) throw invalid('metadata', `This has at most ${maxLength} characters.`, 'TOO_LONG');
  // PostgreSQL stores neither, so nothing can match; jsonb would refuse the question.
  if (text === '' || text.includes('\0') || /\p{Cs}/u.test(text)) throw invalid('metadata', 'No field can hold this.');
}
