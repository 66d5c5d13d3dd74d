import type { DraftBuilder } from '@/ingestion/document/draft-builder';
import { readAbstracts } from '@/ingestion/jats-xml/read-abstracts';
import type { XmlVocabulary } from '@/ingestion/xml/read-xml';
import { childAt, childElements, childrenAt, lineOf, linesOf, type XmlElement } from '@/ingestion/xml/xml-element';

/**
 * JATS and its forerunner, NLM's article DTDs: one article a file, or a set of them.
 *
 * @param isFullText  Read abstract and body as the text; else the abstract, and the body only where there is none.
 */
export function jatsXml(isFullText: boolean): XmlVocabulary {
  return {
    names: { outer: ['article'], inner: [] },
    read(article, draft) {
      const meta = childAt(article, 'front', 'article-meta') ?? childAt(article, 'front-stub');
      readIdentifiers(meta, draft);
      draft.set('title', 'article-title', titleOf(childAt(meta, 'title-group')));
      readAbstracts(article, meta, draft, isFullText);
      readContributors(meta, draft);
      readPublication(article, meta, draft);
      return undefined;
    },
  };
}

const DATE_TYPES = ['ppub', 'collection', 'epub', 'pub'];

function readIdentifiers(meta: XmlElement | null, draft: DraftBuilder): void {
  const ids = childrenAt(meta, 'article-id');
  const idOf = (...types: string[]) =>
    lineOf(ids.find(({ attributes }) => types.includes(attributes['pub-id-type'] ?? '')) ?? null);
  const pmc = idOf('pmc', 'pmcid');
  draft.set('doi', 'article-id doi', idOf('doi'));
  draft.set('pmid', 'article-id pmid', idOf('pmid'));
  draft.keep('pmc', pmc === null || /^PMC/i.test(pmc) ? pmc : `PMC${pmc}`);
  draft.set('externalId', 'publisher-id', idOf('publisher-id') ?? pmc ?? idOf('pmid'));
}

/** A subtitle belongs to what a reader calls the title. */
function titleOf(group: XmlElement | null): string | null {
  const parts = [...childrenAt(group, 'article-title').slice(0, 1), ...childrenAt(group, 'subtitle')];
  // A footnote's mark inside a title is not part of it.
  return linesOf(parts.map((part) => without(part, 'xref', 'fn'))).join(': ') || null;
}

function without(element: XmlElement, ...names: readonly string[]): XmlElement {
  const children = element.children.filter((child) => typeof child === 'string' || !names.includes(child.name));
  return { ...element, children };
}

function readContributors(meta: XmlElement | null, draft: DraftBuilder): void {
  const contributors = childrenAt(meta, 'contrib-group').flatMap((group) => childrenAt(group, 'contrib'));
  const isAuthor = ({ attributes }: XmlElement) => (attributes['contrib-type'] ?? 'author') === 'author';
  draft.set('authors', 'contrib', contributors.filter(isAuthor).map(contributorName).filter(isText));
  const others = contributors.filter((contributor) => !isAuthor(contributor));
  draft.keep('contrib (not author)', others.map(contributorName).filter(isText));
  const affiliations = [meta, ...childrenAt(meta, 'contrib-group')].flatMap((holder) => childrenAt(holder, 'aff'));
  draft.keep('aff', linesOf(affiliations.map((affiliation) => without(affiliation, 'label'))));
}

function contributorName(contributor: XmlElement): string | null {
  const name = childAt(contributor, 'name') ?? childAt(contributor, 'name-alternatives', 'name');
  if (name === null) return lineOf(childAt(contributor, 'collab')) ?? lineOf(childAt(contributor, 'string-name'));
  const given = linesOf([...childrenAt(name, 'given-names'), ...childrenAt(name, 'suffix')]);
  return [lineOf(childAt(name, 'surname')), given.join(' ')]
    .filter(isText)
    .filter((part) => part !== '')
    .join(', ');
}

function readPublication(article: XmlElement, meta: XmlElement | null, draft: DraftBuilder): void {
  const journal = childAt(article, 'front', 'journal-meta');
  const titles = [childAt(journal, 'journal-title-group', 'journal-title'), childAt(journal, 'journal-title')];
  draft.set('journal', 'journal-title', lineOf(titles.find((title) => title !== null) ?? null));
  draft.set('year', 'pub-date', publicationYear(childrenAt(meta, 'pub-date')));
  draft.set('language', 'xml:lang', article.attributes['xml:lang'] ?? null);
  const isAbbreviations = ({ attributes }: XmlElement) => attributes['kwd-group-type'] === 'abbreviations';
  const groups = childrenAt(meta, 'kwd-group').filter((group) => !isAbbreviations(group));
  draft.set(
    'keywords',
    'kwd',
    groups.flatMap((group) => linesOf(childrenAt(group, 'kwd'))),
  );
  draft.keep('article-type', article.attributes['article-type'] ?? null);
  draft.keep('subject', subjectsIn(childAt(meta, 'article-categories')));
  for (const name of ['volume', 'issue', 'fpage', 'lpage', 'elocation-id']) {
    draft.keep(name, lineOf(childAt(meta, name)));
  }
  draft.keep('issn', linesOf(childrenAt(journal, 'issn')));
  draft.keep('publisher-name', lineOf(childAt(journal, 'publisher', 'publisher-name')));
  draft.keep('copyright-statement', lineOf(childAt(meta, 'permissions', 'copyright-statement')));
}

/** The year of the issue, else of the first publication. */
function publicationYear(dates: readonly XmlElement[]): string | null {
  const typeOf = ({ attributes }: XmlElement) => attributes['pub-type'] ?? attributes['date-type'] ?? '';
  const typed = DATE_TYPES.map((type) => dates.find((date) => typeOf(date) === type));
  const date = typed.find((found) => found !== undefined) ?? dates[0] ?? null;
  return lineOf(childAt(date, 'year')) ?? lineOf(childAt(date, 'string-date'));
}

function subjectsIn(element: XmlElement | null): string[] {
  return childElements(element).flatMap((child) =>
    child.name === 'subject' ? linesOf([child]) : child.name === 'subj-group' ? subjectsIn(child) : [],
  );
}

function isText(text: string | null): text is string {
  return text !== null;
}
