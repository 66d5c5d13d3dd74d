import { type DocumentFilters, NO_FILTERS } from '@/components/documents/document-filters';
import { fieldWords, type LabelSourceView, labelFilterWords } from '@/components/documents/source-filters';
import type { DecisionFilter, DocumentStatus } from '@/graphql/generated/operations/graphql';

export const STATUS_WORDS: Readonly<Record<DocumentStatus, string>> = {
  SCORED: 'Scored',
  PENDING: 'Waiting',
  FAILED: 'Could not be scored',
};

export const DECISION_WORDS: Readonly<Record<DecisionFilter, string>> = {
  INCLUDE: 'Decided: include',
  MAYBE: 'Decided: maybe',
  EXCLUDE: 'Decided: exclude',
  NONE: 'Undecided',
};

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface FilterChip {
  readonly label: string;
  /** The filters without it. */
  readonly without: DocumentFilters;
}

/** What the things are called that filters name by their ids. */
export interface FilterNames {
  readonly collections: readonly Named[];
  readonly sources?: readonly LabelSourceView[];
  readonly tags?: readonly Named[];
}

/** One chip a filter, in words; the search stands in its own field and is none. */
export function filterChips(
  filters: DocumentFilters,
  { collections, sources = [], tags = [] }: FilterNames,
): FilterChip[] {
  const { scoreAtLeast, scoreBelow, isOverridden, isIncluded } = filters;
  const chips: FilterChip[] = [];
  const add = (label: string, clear: Partial<DocumentFilters>) =>
    chips.push({ label, without: { ...filters, ...clear } });
  if (scoreAtLeast !== null || scoreBelow !== null) {
    add(rangeWords(scoreAtLeast, scoreBelow), {
      scoreAtLeast: NO_FILTERS.scoreAtLeast,
      scoreBelow: NO_FILTERS.scoreBelow,
    });
  }
  if (isIncluded !== null) add(isIncluded ? 'Included' : 'Not included', { isIncluded: null });
  if (isOverridden !== null) add(isOverridden ? 'Overridden' : 'Not overridden', { isOverridden: null });
  for (const status of filters.statuses) {
    add(STATUS_WORDS[status], { statuses: filters.statuses.filter((other) => other !== status) });
  }
  for (const id of filters.collectionIds) {
    const name = collections.find((collection) => collection.id === id)?.name ?? 'Another collection';
    add(name, { collectionIds: filters.collectionIds.filter((other) => other !== id) });
  }
  for (const field of filters.fields) {
    add(fieldWords(field), { fields: filters.fields.filter((other) => other !== field) });
  }
  for (const label of filters.labels) {
    add(labelFilterWords(label, sources), { labels: filters.labels.filter((other) => other !== label) });
  }
  for (const decision of filters.decisions) {
    add(DECISION_WORDS[decision], { decisions: filters.decisions.filter((other) => other !== decision) });
  }
  for (const id of filters.tagIds) {
    const name = tags.find((tag) => tag.id === id)?.name ?? 'another tag';
    add(`Tag: ${name}`, { tagIds: filters.tagIds.filter((other) => other !== id) });
  }
  return chips;
}

function rangeWords(atLeast: number | null, below: number | null): string {
  if (atLeast === null) return `Score below ${below}`;
  return below === null ? `Score from ${atLeast}` : `Score from ${atLeast} to below ${below}`;
}
