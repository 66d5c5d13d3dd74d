import type { FieldRole } from '@/ingestion/document/field-roles';

/** Names of meta elements that fill a field, best first. Sources: Google Scholar's, Dublin Core's, PRISM's and Open Graph's lists. */
export const META_ROLES: ReadonlyArray<readonly [FieldRole | 'abstract', readonly string[]]> = [
  ['title', ['citation_title', 'dc.title', 'dcterms.title', 'bepress_citation_title', 'og:title', 'twitter:title']],
  ['abstract', ['citation_abstract', 'dcterms.abstract', 'dc.description.abstract']],
  ['authors', ['citation_author', 'citation_authors', 'dc.creator', 'bepress_citation_author', 'author']],
  [
    'year',
    [
      'citation_publication_date',
      'citation_date',
      'citation_year',
      'citation_online_date',
      'bepress_citation_date',
      'prism.publicationdate',
      'dc.date',
      'dcterms.issued',
      'article:published_time',
    ],
  ],
  [
    'journal',
    ['citation_journal_title', 'prism.publicationname', 'citation_conference_title', 'citation_inbook_title'],
  ],
  ['doi', ['citation_doi', 'prism.doi', 'bepress_citation_doi', 'dc.identifier']],
  ['pmid', ['citation_pmid']],
  ['keywords', ['citation_keywords', 'citation_keyword', 'dc.subject', 'keywords']],
  ['language', ['citation_language', 'dc.language']],
  ['url', ['citation_public_url', 'citation_abstract_html_url', 'og:url']],
];

const KEPT =
  /^(?:citation_|bepress_citation_|dc\.|dcterms\.|prism\.|og:|article:)|^(?:author|description|keywords|generator)$/;
// A page may list hundreds of references, each a citation of something else.
const LEFT_OUT = /^citation_reference$|^og:image/;
const MAX_ENTRIES = 2_000;

/** What the meta elements of a page say, by name in lower case, in the order of the page. */
export class PageMeta {
  private readonly values = new Map<string, string[]>();
  private count = 0;

  add(attributes: Readonly<Record<string, string>>): void {
    const name = (attributes.name ?? attributes.property ?? '').trim().toLowerCase();
    const value = (attributes.content ?? '').trim();
    if (value === '' || !KEPT.test(name) || LEFT_OUT.test(name) || this.count >= MAX_ENTRIES) return;
    this.count += 1;
    const values = this.values.get(name);
    if (values === undefined) this.values.set(name, [value]);
    else values.push(value);
  }

  /** Removes and returns the values of the first of these names that has any. */
  take(names: readonly string[]): { name: string; values: string[] } | null {
    const name = names.find((candidate) => this.values.has(candidate));
    const values = name === undefined ? undefined : this.values.get(name);
    if (name === undefined || values === undefined) return null;
    this.values.delete(name);
    return { name, values };
  }

  rest(): IterableIterator<[string, string[]]> {
    return this.values.entries();
  }
}
