import { contentHash, dedupKey } from '@/ingestion/document/dedup-key';
import { deriveTitle } from '@/ingestion/document/derive-title';
import type { DraftRecord, NamedValue } from '@/ingestion/document/draft-record';
import type { FieldRole } from '@/ingestion/document/field-roles';
import {
  doiOfUrl,
  normaliseDoi,
  normalisePmid,
  normaliseUrl,
  pmidOfUrl,
  yearOf,
} from '@/ingestion/document/identifiers';
import { keywordsOf, namesOf, squeeze, textOf, tidyText } from '@/ingestion/document/read-values';
import { issueOf } from '@/ingestion/document/record-issue';
import { type ImportCode, type SourceDocument, TITLE_DERIVED_KEY } from '@/ingestion/types';
import { type RestoredReview, readReview } from '@/ingestion/winnow/restored-review';

/**
 * Normalises the values of one record. What cannot be used as the field it was meant for stays in the metadata.
 *
 * @param draft    Its metadata and issues are taken over, not copied.
 * @param repairs  What the decoder had to change inside the record.
 * @returns null when the record has neither a title nor a text.
 */
export function toDocument(draft: DraftRecord, repairs: readonly ImportCode[]): SourceDocument | null {
  const take = new FieldReader(draft);
  const text = take.read('text', (value) => textOf(value)) ?? '';
  const ownTitle = isExportOfDerived(draft) ? null : take.read('title', (value) => textOf(value));
  const body = tidyText(text);
  const title = ownTitle === null ? null : squeeze(ownTitle) || null;
  if (body === '' && title === null) return null;

  const url = take.read('url', (value) => firstOf(textOf(value), normaliseUrl));
  const doi = take.read('doi', (value) => firstOf(textOf(value), normaliseDoi), 'INVALID_DOI');
  const pmid = take.read('pmid', (value) => firstOf(textOf(value), normalisePmid));
  const derived = title === null ? deriveTitle(body) : null;
  if (derived !== null) draft.metadata[TITLE_DERIVED_KEY] = true;
  if (body === '') take.note('MISSING_TEXT');
  for (const code of repairs) take.note(code);

  const identified = {
    title,
    text: body,
    authors: take.read('authors', namesOf) ?? [],
    year: take.readYear(),
    journal: take.readLine('journal'),
    doi: doi ?? (url === null ? null : doiOfUrl(url)),
    pmid: pmid ?? (url === null ? null : pmidOfUrl(url)),
  };
  const hash = contentHash(title, body);
  return {
    ...identified,
    line: draft.line,
    externalId: take.readLine('externalId'),
    title: title ?? derived,
    url,
    language: take.readLine('language'),
    keywords: take.read('keywords', keywordsOf) ?? [],
    label: draft.label ?? null,
    metadata: draft.metadata,
    dedupKey: dedupKey(identified),
    contentHash: hash,
    restored: take.readReview(hash),
    warnings: draft.issues,
  };
}

/** The title stands in the export because its text begins with it: it is derived anew, and so the text stays the same. */
function isExportOfDerived({ review, metadata }: DraftRecord): boolean {
  return review !== undefined && String(metadata[TITLE_DERIVED_KEY]) === 'true';
}

/** Reads fields out of a draft and puts back into the metadata what it could not use. */
class FieldReader {
  constructor(private readonly draft: DraftRecord) {}

  read<T>(role: FieldRole, convert: (value: NamedValue['value']) => T | null, code?: ImportCode): T | null {
    const field = this.draft.fields[role];
    if (field === undefined) return null;
    const converted = convert(field.value);
    if (converted === null) this.keep(field, code);
    return converted;
  }

  readLine(role: FieldRole): string | null {
    return this.read(role, (value) => squeeze(textOf(value) ?? '') || null);
  }

  /** A date says more than its year, so it is kept beside it. */
  readYear(): number | null {
    const field = this.draft.fields.year;
    if (field === undefined) return null;
    const year = yearOf(textOf(field.value) ?? '');
    if (year === null) this.keep(field, 'INVALID_YEAR');
    else if (String(field.value).trim() !== String(year)) this.keep(field);
    return year;
  }

  readReview(hash: string): RestoredReview | null {
    if (this.draft.review === undefined) return null;
    const { review, invalid, isOfOtherText } = readReview(this.draft.review, hash);
    for (const name of invalid) this.note('REVIEW_VALUE_INVALID', { name, value: this.draft.review[name] ?? null });
    if (isOfOtherText) this.note('REVIEW_OF_OTHER_TEXT');
    return review;
  }

  note(code: ImportCode, field?: NamedValue): void {
    const issue = issueOf(code, this.draft.line, field === undefined ? this.draft.raw : (textOf(field.value) ?? ''));
    this.draft.issues.push(field === undefined ? issue : { ...issue, field: field.name });
  }

  private keep(field: NamedValue, code?: ImportCode): void {
    const { metadata } = this.draft;
    const other = metadata[field.name];
    metadata[field.name] = other === undefined ? field.value : [other, field.value].flat();
    if (code !== undefined) this.note(code, field);
  }
}

/** The first line of a value that passes; several addresses or DOIs in one cell are common. */
function firstOf(text: string | null, normalise: (part: string) => string | null): string | null {
  if (text === null) return null;
  const whole = normalise(text);
  if (whole !== null) return whole;
  for (const part of text.split(/[\s;|]+/)) {
    const normalised = part === '' ? null : normalise(part);
    if (normalised !== null) return normalised;
  }
  return null;
}
