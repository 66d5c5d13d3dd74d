import {
  type FieldFilter,
  type LabelFilter,
  readFields,
  readLabels,
  toSourceFilter,
  writeField,
  writeLabel,
} from '@/components/documents/source-filters';
import type { DecisionFilter, DocumentFilter, DocumentStatus } from '@/graphql/generated/operations/graphql';

/** What the list is to hold, as it stands in the address: a link opens the same list. */
export interface DocumentFilters {
  readonly search: string;
  /** Ranking score at least this, 1 to 5. */
  readonly scoreAtLeast: number | null;
  /** Ranking score below this, 1 to 5. */
  readonly scoreBelow: number | null;
  readonly statuses: readonly DocumentStatus[];
  readonly collectionIds: readonly string[];
  readonly isOverridden: boolean | null;
  /** By the active threshold. */
  readonly isIncluded: boolean | null;
  /** Fields of the source. */
  readonly fields: readonly FieldFilter[];
  /** Labels that came with files. */
  readonly labels: readonly LabelFilter[];
  /** What people have decided; NONE for nothing yet. */
  readonly decisions: readonly DecisionFilter[];
  /** With any of these tags. */
  readonly tagIds: readonly string[];
}

export const NO_FILTERS: DocumentFilters = {
  search: '',
  scoreAtLeast: null,
  scoreBelow: null,
  statuses: [],
  collectionIds: [],
  isOverridden: null,
  isIncluded: null,
  fields: [],
  labels: [],
  decisions: [],
  tagIds: [],
};

export const STATUSES = ['SCORED', 'PENDING', 'FAILED'] as const satisfies readonly DocumentStatus[];
export const DECISIONS = ['INCLUDE', 'MAYBE', 'EXCLUDE', 'NONE'] as const satisfies readonly DecisionFilter[];
export const MAX_SEARCH = 1_000;
const MAX_COLLECTIONS = 50;
const MAX_TAGS = 50;

const PARAMETERS = [
  'q',
  'from',
  'below',
  'status',
  'collection',
  'overridden',
  'included',
  'field',
  'label',
  'decision',
  'tag',
] as const;

/** Reads an address that anybody may have typed: what makes no sense is left out, never an error. */
export function readFilters(parameters: URLSearchParams): DocumentFilters {
  const decisions = new Set(parameters.getAll('decision').map((decision) => decision.toUpperCase()));
  const statuses = new Set(parameters.getAll('status').map((status) => status.toUpperCase()));
  return {
    search: (parameters.get('q') ?? '').trim().slice(0, MAX_SEARCH),
    scoreAtLeast: readScore(parameters.get('from')),
    scoreBelow: readScore(parameters.get('below')),
    statuses: STATUSES.filter((status) => statuses.has(status)),
    collectionIds: [...new Set(parameters.getAll('collection').filter(Boolean))].sort().slice(0, MAX_COLLECTIONS),
    isOverridden: readYesNo(parameters.get('overridden')),
    isIncluded: readYesNo(parameters.get('included')),
    fields: readFields(parameters.getAll('field')),
    labels: readLabels(parameters.getAll('label')),
    decisions: DECISIONS.filter((decision) => decisions.has(decision)),
    tagIds: [...new Set(parameters.getAll('tag').filter(Boolean))].sort().slice(0, MAX_TAGS),
  };
}

/** The address with these filters in it; what else it says (the open document) stays. */
export function writeFilters(parameters: URLSearchParams, filters: DocumentFilters): URLSearchParams {
  const written = new URLSearchParams(parameters);
  for (const name of PARAMETERS) written.delete(name);
  if (filters.search) written.set('q', filters.search);
  if (filters.scoreAtLeast !== null) written.set('from', String(filters.scoreAtLeast));
  if (filters.scoreBelow !== null) written.set('below', String(filters.scoreBelow));
  for (const status of filters.statuses) written.append('status', status.toLowerCase());
  for (const id of filters.collectionIds) written.append('collection', id);
  if (filters.isOverridden !== null) written.set('overridden', filters.isOverridden ? 'yes' : 'no');
  if (filters.isIncluded !== null) written.set('included', filters.isIncluded ? 'yes' : 'no');
  for (const field of filters.fields) written.append('field', writeField(field));
  for (const label of filters.labels) written.append('label', writeLabel(label));
  for (const decision of filters.decisions) written.append('decision', decision.toLowerCase());
  for (const id of filters.tagIds) written.append('tag', id);
  return written;
}

/** One text for filters that hold the same documents, for the cache. */
export function filterKey(filters: DocumentFilters): string {
  return writeFilters(new URLSearchParams(), filters).toString();
}

export function hasFilters(filters: DocumentFilters): boolean {
  return filterKey(filters) !== '';
}

/** The same in the terms of the API; what is not asked is not sent. */
export function toDocumentFilter(filters: DocumentFilters): DocumentFilter {
  return {
    ...(filters.search ? { search: filters.search } : {}),
    ...(filters.scoreAtLeast === null ? {} : { scoreAtLeast: filters.scoreAtLeast }),
    ...(filters.scoreBelow === null ? {} : { scoreBelow: filters.scoreBelow }),
    ...(filters.statuses.length > 0 ? { statuses: [...filters.statuses] } : {}),
    ...(filters.collectionIds.length > 0 ? { collectionIds: [...filters.collectionIds] } : {}),
    ...(filters.isOverridden === null ? {} : { isOverridden: filters.isOverridden }),
    ...(filters.isIncluded === null ? {} : { isIncluded: filters.isIncluded }),
    ...toSourceFilter(filters.fields, filters.labels),
    ...(filters.decisions.length > 0 ? { decisions: [...filters.decisions] } : {}),
    ...(filters.tagIds.length > 0 ? { tagIds: [...filters.tagIds] } : {}),
  };
}

/** A score of the scale with at most two decimals, or null. */
export function readScore(text: string | null): number | null {
  if (text === null || !/^\s*\d(?:\.\d*)?\s*$/.test(text)) return null;
  const score = Math.round(Number(text) * 100) / 100;
  return score >= 1 && score <= 5 ? score : null;
}

function readYesNo(text: string | null): boolean | null {
  return text === 'yes' ? true : text === 'no' ? false : null;
}
