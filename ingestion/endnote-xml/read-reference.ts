import type { DraftBuilder } from '@/ingestion/document/draft-builder';
import { normaliseUrl, pmidOfUrl } from '@/ingestion/document/identifiers';
import { squeeze } from '@/ingestion/document/read-values';
import { issueOf } from '@/ingestion/document/record-issue';
import { REF_TYPES } from '@/ingestion/endnote-xml/ref-types';
import type { XmlVocabulary } from '@/ingestion/xml/read-xml';
import type { CutPiece } from '@/ingestion/xml/record-cutter';
import {
  childAt,
  childElements,
  childrenAt,
  lineOf,
  linesOf,
  textInside,
  type XmlElement,
} from '@/ingestion/xml/xml-element';

/** EndNote's XML, which Bookends, Zotero and others write too. A value stands in one or several `style` runs. */
export const ENDNOTE_XML: XmlVocabulary = {
  names: { outer: ['record'], inner: [] },
  read(record, draft, piece) {
    draft.keep('ref-type', refType(childAt(record, 'ref-type')));
    draft.set('title', 'title', lineOf(childAt(record, 'titles', 'title')));
    draft.set('text', 'abstract', paragraphsOf(childAt(record, 'abstract')));
    draft.set('authors', 'author', partsOf(childrenAt(record, 'contributors', 'authors', 'author'), /\r/));
    draft.set('keywords', 'keyword', partsOf(childrenAt(record, 'keywords', 'keyword'), /[;\r]/));
    draft.set('year', 'year', lineOf(childAt(record, 'dates', 'year')));
    draft.set('journal', 'full-title', lineOf(childAt(record, 'periodical', 'full-title')));
    draft.set('journal', 'secondary-title', lineOf(childAt(record, 'titles', 'secondary-title')));
    draft.set('language', 'language', lineOf(childAt(record, 'language')));
    readIdentifiers(record, draft);
    keepRest(record, '', draft, piece);
    return undefined;
  },
};

/** Read above, or about the library the record comes from and not about the work. */
const READ = new Set([
  '/ref-type',
  '/titles/title',
  '/abstract',
  '/contributors/authors/author',
  '/keywords/keyword',
  '/dates/year',
  '/periodical/full-title',
  '/titles/secondary-title',
  '/language',
  '/electronic-resource-num',
  '/accession-num',
  '/rec-number',
  '/urls/related-urls/url',
  '/urls/web-urls/url',
  '/database',
  '/source-app',
  '/foreign-keys/key',
]);
const PUBMED = /pubmed|medline|\bnlm\b/i;

function refType(element: XmlElement | null): string | null {
  const text = lineOf(element);
  return element?.attributes.name?.trim() || (text === null ? null : (REF_TYPES.get(text) ?? text));
}

/** The accession number is a PMID only where the record says that it comes from PubMed. */
function readIdentifiers(record: XmlElement, draft: DraftBuilder): void {
  const accession = lineOf(childAt(record, 'accession-num'));
  const origin = [childAt(record, 'remote-database-name'), childAt(record, 'remote-database-provider')];
  const urls = linesOf([
    ...childrenAt(record, 'urls', 'related-urls', 'url'),
    ...childrenAt(record, 'urls', 'web-urls', 'url'),
  ]);
  const best = urls.find((url) => normaliseUrl(url) !== null) ?? urls[0] ?? null;
  draft.set('url', 'url', best);
  draft.keep(
    'url',
    urls.filter((url) => url !== best),
  );
  draft.set('doi', 'electronic-resource-num', lineOf(childAt(record, 'electronic-resource-num')));
  const isFromPubmed = linesOf(origin.filter((element) => element !== null)).some((name) => PUBMED.test(name));
  const pmidUrl = urls.find((url) => pmidOfUrl(url) !== null) ?? null;
  draft.set('pmid', 'accession-num', isFromPubmed ? accession : pmidUrl && pmidOfUrl(pmidUrl));
  draft.set('externalId', 'accession-num', accession);
  draft.set('externalId', 'rec-number', lineOf(childAt(record, 'rec-number')));
}

/** Every other value under the name of its element, wherever that stands. */
function keepRest(element: XmlElement, path: string, draft: DraftBuilder, piece: CutPiece): void {
  for (const child of childElements(element)) {
    const childPath = `${path}/${child.name}`;
    if (READ.has(childPath)) continue;
    if (childElements(child).some(({ name }) => name !== 'style')) keepRest(child, childPath, draft, piece);
    else draft.keep(safeName(child.name, draft, piece), paragraphsOf(child));
  }
}

function safeName(name: string, draft: DraftBuilder, { line, raw }: CutPiece): string {
  if (name !== '__proto__') return name;
  draft.issues.push({ ...issueOf('FIELD_RENAMED', line, raw), field: name });
  return '__proto__ (field)';
}

/** EndNote ends a line of a value with &#xD;; an ordinary line end is only how the file is laid out. */
function paragraphsOf(element: XmlElement | null): string | null {
  const lines = textInside(element).split(/\r\n?|\n\s*\n/);
  return lines.map(squeeze).join('\n').trim() || null;
}

function partsOf(elements: readonly XmlElement[], separator: RegExp): string[] {
  return elements.flatMap((element) => textInside(element).split(separator).map(squeeze)).filter((part) => part !== '');
}
