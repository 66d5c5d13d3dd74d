import { setText } from '@/ingestion/document/choose-text';
import { DraftBuilder } from '@/ingestion/document/draft-builder';
import type { ParsedItem, RecordParser } from '@/ingestion/document/draft-record';
import { normaliseDoi } from '@/ingestion/document/identifiers';
import { squeeze } from '@/ingestion/document/read-values';
import { issueOf } from '@/ingestion/document/record-issue';
import { EmbeddedDataFilter } from '@/ingestion/html/embedded-data';
import { META_ROLES } from '@/ingestion/html/page-meta';
import { ReadableText, readableText } from '@/ingestion/html/readable-text';
import { cutWhole } from '@/ingestion/source/snippet';
import { type ImportCode, REJECT_RAW_LENGTH } from '@/ingestion/types';

/** A page is one document. Embedded pictures do not count towards its length, and are not held. */
export class HtmlParser implements RecordParser {
  private readonly data = new EmbeddedDataFilter();
  private readonly page = new ReadableText();
  private raw = '';
  private offset = 0;
  private length = 0;
  private readonly rawLength: number;

  constructor(
    private readonly maxRecordLength: number,
    private readonly isFullText: boolean,
  ) {
    this.rawLength = Math.min(REJECT_RAW_LENGTH, maxRecordLength);
  }

  push(text: string): ParsedItem[] {
    this.offset += text.length;
    this.write(this.data.push(text));
    return [];
  }

  *end(): Generator<ParsedItem> {
    this.write(this.data.end());
    if (this.length > this.maxRecordLength) yield this.reject('RECORD_TOO_LARGE');
    else if (this.page.isTooDeep) yield this.reject('NESTED_TOO_DEEP');
    else yield this.readPage();
  }

  private write(html: string): void {
    this.length += html.length;
    const missing = this.rawLength + 1 - this.raw.length;
    if (missing > 0) this.raw += html.slice(0, missing);
    if (this.length <= this.maxRecordLength) this.page.write(html);
  }

  private reject(code: ImportCode): ParsedItem {
    const raw = cutWhole(this.raw, this.rawLength);
    return { kind: 'rejected', end: this.offset, issue: issueOf(code, 1, raw), raw };
  }

  private readPage(): ParsedItem {
    const { page } = this;
    const body = page.end();
    const draft = new DraftBuilder({ line: 1, start: 0, end: this.offset, raw: this.raw });
    const abstract = this.readMeta(draft);
    setText(draft, abstract, body, this.isFullText);
    draft.set('title', 'title', squeeze(page.title));
    if (!draft.has('title')) draft.set('title', 'heading', squeeze(page.heading));
    if (page.canonicalUrl !== null) draft.set('url', 'canonical', page.canonicalUrl);
    if (!draft.has('language')) draft.set('language', 'lang', page.language);
    for (const [name, values] of page.meta.rest()) draft.keep(name, values);
    return draft.toItem();
  }

  /** @returns The abstract that the head of the page holds, null when there is none. */
  private readMeta(draft: DraftBuilder): string | null {
    let abstract: string | null = null;
    for (const [role, names] of META_ROLES) {
      const found = this.page.meta.take(names);
      if (found === null) continue;
      const { name, values } = found;
      if (role === 'abstract') abstract = readableText(values.join('\n')) || null;
      else if (role === 'doi') setDoi(draft, name, values);
      else if (values.length > 1 && (role === 'authors' || role === 'keywords')) draft.set(role, name, values);
      else for (const value of values) draft.set(role, name, role === 'title' ? withoutTags(value) : value);
    }
    return abstract;
  }
}

/** Titles in the head of a page often keep the italics they have in its body. */
function withoutTags(text: string): string {
  return /<\/?[a-z]/i.test(text) ? readableText(text) : text;
}

/** 'dc.identifier' may be anything; only a DOI counts as one. */
function setDoi(draft: DraftBuilder, name: string, values: readonly string[]): void {
  const doi = values.find((value) => normaliseDoi(value) !== null);
  if (doi !== undefined || name !== 'dc.identifier') draft.set('doi', name, doi ?? values[0] ?? null);
  draft.keep(
    name,
    values.filter((value) => value !== doi),
  );
}
