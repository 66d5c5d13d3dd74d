import type { DraftBuilder } from '@/ingestion/document/draft-builder';
import type { ParsedItem } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { abstractText, readOtherAbstracts } from '@/ingestion/pubmed-xml/abstract-text';
import { keepDetails } from '@/ingestion/pubmed-xml/citation-details';
import { dateText } from '@/ingestion/pubmed-xml/date-text';
import { personsIn } from '@/ingestion/pubmed-xml/persons';
import type { XmlVocabulary } from '@/ingestion/xml/read-xml';
import type { CutPiece } from '@/ingestion/xml/record-cutter';
import { childAt, childElements, childrenAt, lineOf, linesOf, type XmlElement } from '@/ingestion/xml/xml-element';

/**
 * PubMed's XML: articles, book articles, and citations without PubMed's frame. Citations that PubMed withdrew
 * (DeleteCitation) are told, not read.
 */
export const PUBMED_XML: XmlVocabulary = {
  names: {
    outer: ['PubmedArticle', 'PubmedBookArticle', 'DeleteCitation', 'DeleteDocument'],
    inner: ['MedlineCitation', 'BookDocument'],
  },
  read(root, draft, piece) {
    if (root.name === 'DeleteCitation' || root.name === 'DeleteDocument') return withdrawn(root, piece);
    const citation = childAt(root, 'MedlineCitation') ?? childAt(root, 'BookDocument') ?? root;
    // A citation holds an article, a book document is one itself.
    const article = childAt(citation, 'Article') ?? citation;
    readIdentifiers(root, citation, article, draft);
    readTitle(citation, article, draft);
    draft.set('text', 'Abstract', abstractText(childAt(article, 'Abstract')));
    readOtherAbstracts(citation, draft);
    readPublication(citation, article, draft);
    draft.set('language', 'Language', linesOf(childrenAt(article, 'Language')).join('; '));
    draft.set('keywords', 'MeshHeading', keywordsOf(citation));
    keepDetails(root, citation, article, draft);
    return undefined;
  },
};

const NAMED_AT_MOST = 20;
// What stands where a title should be when there is none.
const NO_TITLE = /^\[?(?:not available|no title available|untitled)\]?\.?\]?$/i;

function withdrawn(root: XmlElement, { line, raw }: CutPiece): ParsedItem {
  const pmids = linesOf(childElements(root));
  const named = pmids.slice(0, NAMED_AT_MOST).join(', ');
  const more = pmids.length > NAMED_AT_MOST ? ` and ${pmids.length - NAMED_AT_MOST} more` : '';
  const message = `PubMed withdrew these records, which are not imported: ${named}${more}.`;
  return { kind: 'notice', issue: issueOf('WITHDRAWN_RECORDS', line, raw, message) };
}

/** MeSH headings first, then the authors' own words, as the MEDLINE format's MH and OT. */
function keywordsOf(citation: XmlElement): string[] {
  const lists = childrenAt(citation, 'KeywordList');
  const headings = childrenAt(citation, 'MeshHeadingList', 'MeshHeading').map(meshHeading);
  return [...headings, ...lists.flatMap((list) => linesOf(childrenAt(list, 'Keyword')))];
}

/** As MEDLINE's MH lines give it: 'Graves Disease/*radiotherapy', a star before what the article is mainly about. */
function meshHeading(heading: XmlElement): string {
  return childElements(heading)
    .map((part) => `${part.attributes.MajorTopicYN === 'Y' ? '*' : ''}${lineOf(part) ?? ''}`)
    .join('/');
}

/** Those of the article itself: its references and comments have PMIDs and DOIs of their own further inside. */
function readIdentifiers(root: XmlElement, citation: XmlElement, article: XmlElement, draft: DraftBuilder): void {
  const ids = [childAt(root, 'PubmedData'), childAt(root, 'PubmedBookData'), citation].flatMap((holder) =>
    childrenAt(holder, 'ArticleIdList', 'ArticleId'),
  );
  const idsOf = (type: string) => linesOf(ids.filter(({ attributes }) => attributes.IdType === type));
  const pmid = lineOf(childAt(citation, 'PMID')) ?? idsOf('pubmed')[0] ?? null;
  draft.set('pmid', 'PMID', pmid);
  draft.set('externalId', 'PMID', pmid);
  const located = childrenAt(article, 'ELocationID').filter(
    ({ attributes }) => attributes.EIdType === 'doi' && attributes.ValidYN !== 'N',
  );
  draft.set('doi', 'ArticleId doi', idsOf('doi')[0] ?? lineOf(located[0] ?? null));
  for (const type of ['pmc', 'mid', 'bookaccession']) draft.keep(type, idsOf(type)[0] ?? null);
}

function readTitle(citation: XmlElement, article: XmlElement, draft: DraftBuilder): void {
  const title = lineOf(childAt(article, 'ArticleTitle'));
  const vernacular =
    lineOf(childAt(article, 'VernacularTitle')) ?? lineOf(childAt(citation, 'MedlineJournalInfo', 'VernacularTitle'));
  if (title !== null && !NO_TITLE.test(title)) draft.set('title', 'ArticleTitle', title);
  draft.set('title', 'VernacularTitle', vernacular);
  // A book is one document; a chapter has the book's title as its place of publication.
  const book = lineOf(childAt(article, 'Book', 'BookTitle'));
  draft.set(draft.has('title') ? 'journal' : 'title', 'BookTitle', book);
}

function readPublication(citation: XmlElement, article: XmlElement, draft: DraftBuilder): void {
  const lists = [...childrenAt(article, 'AuthorList'), ...childrenAt(article, 'Book', 'AuthorList')];
  const isEditors = ({ attributes }: XmlElement) => attributes.Type === 'editors';
  draft.set('authors', 'Author', lists.filter((list) => !isEditors(list)).flatMap(personsIn));
  draft.keep('Editor', lists.filter(isEditors).flatMap(personsIn));
  const journal = childAt(article, 'Journal');
  draft.set(
    'journal',
    'Title',
    lineOf(childAt(journal, 'Title')) ??
      lineOf(childAt(journal, 'ISOAbbreviation')) ??
      lineOf(childAt(citation, 'MedlineJournalInfo', 'MedlineTA')),
  );
  const issue = childAt(journal, 'JournalIssue');
  const dates = [childAt(issue, 'PubDate'), childAt(article, 'Book', 'PubDate'), childAt(article, 'ArticleDate')];
  draft.set('year', 'PubDate', dates.map(dateText).find((date) => date !== null) ?? null);
  draft.keep('Volume', lineOf(childAt(issue, 'Volume')));
  draft.keep('Issue', lineOf(childAt(issue, 'Issue')));
  draft.keep('MedlinePgn', lineOf(childAt(article, 'Pagination', 'MedlinePgn')));
  draft.keep('ISSN', lineOf(childAt(journal, 'ISSN')));
}
