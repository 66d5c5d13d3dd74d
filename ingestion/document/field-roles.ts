import { emptyMetadata, type NamedValue } from '@/ingestion/document/draft-record';
import type { FieldRole, JsonObject, JsonValue } from '@/ingestion/types';
import { assignExported } from '@/ingestion/winnow/assign-exported';
import { EXPORT_MARKER, readExportMark } from '@/ingestion/winnow/export-columns';

export type { FieldRole } from '@/ingestion/types';

/**
 * Names of columns and keys that mean a field of a document, best first: where a record fills several, the best is
 * used and the others stay in the metadata under their own names. Superset of the names ASReview reads.
 */
const ROLE_NAMES = {
  externalId: ['id', 'record_id', 'document_id', 'doc_id', 'external_id', 'openalex_id', 'accession_number', 'uid'],
  title: [
    'title',
    'primary_title',
    'article_title',
    'document_title',
    'paper_title',
    'titles',
    'ti',
    't1',
    'heading',
    'name',
  ],
  text: [
    'text',
    'abstract',
    'notes_abstract',
    'abstract_note',
    'abstract_text',
    'abstracts',
    'ab',
    'n2',
    'body',
    'full_text',
    'fulltext',
    'body_text',
    'content',
    'passage',
    'document',
    'summary',
    'description',
  ],
  authors: ['authors', 'author', 'author_names', 'author_full_names', 'first_authors', 'primary_authors', 'au', 'a1'],
  year: ['year', 'publication_year', 'pub_year', 'py', 'y1', 'publication_date', 'published', 'date'],
  journal: [
    'journal',
    'journal_title',
    'journal_name',
    'journal_book',
    'journal_full_title',
    'source_title',
    'secondary_title',
    'publication_title',
    'container_title',
    'publication_name',
    'jf',
    'jo',
    't2',
    'venue',
  ],
  doi: ['doi', 'do', 'digital_object_identifier', 'article_doi', 'doi_url'],
  pmid: ['pmid', 'pubmed_id', 'pubmedid', 'pubmed', 'pm'],
  url: ['url', 'urls', 'link', 'links', 'ur', 'landing_page_url', 'source_url'],
  language: ['language', 'lang', 'languages', 'la'],
  keywords: ['keywords', 'keyword', 'author_keywords', 'kw'],
} as const satisfies Record<FieldRole, readonly string[]>;

export interface RoleMatch {
  role: FieldRole;
  /** 0 is the best name for the role. */
  rank: number;
}

const MATCHES = new Map<string, RoleMatch>(
  Object.entries(ROLE_NAMES).flatMap(([role, names]) =>
    names.map((name, rank): [string, RoleMatch] => [name, { role: role as FieldRole, rank }]),
  ),
);

/** @returns null for a name that means no field; it belongs to the metadata. */
export function matchRole(name: string): RoleMatch | null {
  if (name.length > 64) return null;
  const key = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  return MATCHES.get(key) ?? null;
}

export interface AssignedFields {
  fields: Partial<Record<FieldRole, NamedValue>>;
  metadata: JsonObject;
  /** Of a Winnow export: the columns that are no part of the document. */
  review?: JsonObject;
}

/**
 * Sorts the values of one record into fields and metadata. Blank values are in neither.
 *
 * @param names    Names as the file spells them, unique and never `__proto__`.
 * @param matches  `matchRole` of each name.
 * @param values   The record's values in the same order.
 */
export function assignFields(
  names: readonly string[],
  matches: ReadonlyArray<RoleMatch | null>,
  values: readonly JsonValue[],
): AssignedFields {
  const marker = names.indexOf(EXPORT_MARKER);
  const mark = marker < 0 ? null : readExportMark(values[marker]);
  if (mark !== null) return assignExported(names, values, mark);
  const best = new Map<FieldRole, number>();
  for (const [index, match] of matches.entries()) {
    if (match === null || isBlank(values[index])) continue;
    const other = best.get(match.role);
    if (other === undefined || match.rank < (matches[other]?.rank ?? 0)) best.set(match.role, index);
  }
  const assigned: AssignedFields = { fields: {}, metadata: emptyMetadata() };
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value === undefined || isBlank(value)) continue;
    const role = matches[index]?.role;
    if (role !== undefined && best.get(role) === index) assigned.fields[role] = { name, value };
    else assigned.metadata[name] = value;
  }
  return assigned;
}

export function isBlank(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'string' && (value === '' || value.trim() === '');
}
