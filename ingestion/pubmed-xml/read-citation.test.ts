import { expect, test } from 'vitest';
import { codesOf, readText } from '@/ingestion/testing/read-all';

const citation = (article: string, rest = '', data = '') =>
  `<PubmedArticleSet><PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">7</PMID><Article>${article}</Article>${rest}</MedlineCitation>` +
  `<PubmedData>${data}</PubmedData></PubmedArticle></PubmedArticleSet>`;
const titled = '<ArticleTitle>A title.</ArticleTitle>';

async function only(xml: string) {
  const { documents } = await readText('pubmed.xml', xml);
  expect(documents).toHaveLength(1);
  return documents[0];
}

test('markup inside a title or an abstract is text, formulas once', async () => {
  const math =
    '<mml:math><mml:semantics><mml:mrow><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:mrow>' +
    '<mml:annotation encoding="TeX">x=2</mml:annotation></mml:semantics></mml:math>';
  const document = await only(
    citation(
      `<ArticleTitle>H<sub>2</sub>O in\n   <i>E. coli</i>.</ArticleTitle><Abstract><AbstractText>Where ${math}, 10<sup>3</sup>.</AbstractText></Abstract>`,
    ),
  );
  expect(document).toMatchObject({ title: 'H2O in E. coli.', text: 'Where x=2, 103.' });
});

test('sections of an abstract keep their labels, one a line', async () => {
  const sections = [
    '<AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Why.</AbstractText>',
    '<AbstractText Label="UNLABELLED">So.</AbstractText>',
    '<AbstractText Label="RESULTS">  </AbstractText>',
    '<AbstractText>End.</AbstractText><CopyrightInformation>© 2020 X</CopyrightInformation>',
  ];
  const document = await only(citation(`${titled}<Abstract>${sections.join('\n')}</Abstract>`));
  expect(document?.text).toBe('BACKGROUND: Why.\nSo.\nEnd.');
  expect(document?.metadata.CopyrightInformation).toBe('© 2020 X');
});

test('an abstract in another language is the text where there is no other, else it is kept', async () => {
  const other = '<OtherAbstract Type="Publisher" Language="spa"><AbstractText>Hola.</AbstractText></OtherAbstract>';
  const alone = await only(citation(titled, other));
  expect(alone).toMatchObject({ text: 'Hola.', metadata: { AbstractSource: 'OtherAbstract Publisher spa' } });
  const second = await only(citation(`${titled}<Abstract><AbstractText>Hello.</AbstractText></Abstract>`, other));
  expect(second).toMatchObject({ text: 'Hello.', metadata: { OtherAbstract: 'Hola.' } });
});

test('without an English title the vernacular one is used', async () => {
  const vernacular = '<VernacularTitle>Über Asthma.</VernacularTitle>';
  expect(await only(citation(`<ArticleTitle>[Not Available].</ArticleTitle>${vernacular}`))).toMatchObject({
    title: 'Über Asthma.',
  });
  expect(await only(citation(`<ArticleTitle>[On asthma].</ArticleTitle>${vernacular}`))).toMatchObject({
    title: '[On asthma].',
    metadata: { VernacularTitle: 'Über Asthma.' },
  });
});

test('identifiers are those of the article, not of what it cites', async () => {
  const data = [
    '<ArticleIdList><ArticleId IdType="pubmed">7</ArticleId><ArticleId IdType="doi">10.1000/MINE</ArticleId><ArticleId IdType="pmc">PMC1</ArticleId></ArticleIdList>',
    '<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/theirs</ArticleId></ArticleIdList></Reference><Reference/></ReferenceList>',
  ];
  const cited =
    '<CommentsCorrectionsList><CommentsCorrections RefType="Cites"><PMID>8</PMID></CommentsCorrections><CommentsCorrections RefType="RetractionIn"><RefSource>Lancet</RefSource><PMID>9</PMID></CommentsCorrections></CommentsCorrectionsList>';
  expect(await only(citation(titled, cited, data.join('')))).toMatchObject({
    pmid: '7',
    doi: '10.1000/mine',
    externalId: '7',
    metadata: { pmc: 'PMC1', ReferenceCount: 2, CommentsCorrections: 'RetractionIn: Lancet (PMID 9)' },
  });
  const located =
    '<ELocationID EIdType="doi" ValidYN="N">10.1000/old</ELocationID><ELocationID EIdType="doi" ValidYN="Y">10.1000/new</ELocationID>';
  expect(await only(citation(titled + located))).toMatchObject({ doi: '10.1000/new' });
});

test('dates written freely give their first year and are kept', async () => {
  const date =
    '<Journal><Title>Lancet</Title><JournalIssue><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue></Journal>';
  expect(await only(citation(titled + date))).toMatchObject({
    year: 1998,
    journal: 'Lancet',
    metadata: { PubDate: '1998 Dec-1999 Jan' },
  });
});

test('authors, languages, subject headings and keywords', async () => {
  const people =
    '<AuthorList><Author><LastName>Gibb</LastName><ForeName>F W</ForeName><Suffix>Jr</Suffix></Author>' +
    '<Author><CollectiveName>The Group</CollectiveName></Author><Author><LastName>Mononym</LastName></Author></AuthorList>' +
    '<Language>eng</Language><Language>fre</Language><PublicationTypeList><PublicationType UI="D1">Review</PublicationType></PublicationTypeList>';
  const words =
    '<MeshHeadingList><MeshHeading><DescriptorName MajorTopicYN="N">Asthma</DescriptorName><QualifierName MajorTopicYN="Y">therapy</QualifierName></MeshHeading></MeshHeadingList>' +
    '<KeywordList><Keyword>inhaler</Keyword></KeywordList>';
  expect(await only(citation(titled + people, words))).toMatchObject({
    authors: ['Gibb, F W Jr', 'The Group', 'Mononym'],
    language: 'eng; fre',
    keywords: ['Asthma/*therapy', 'inhaler'],
    metadata: { PublicationType: 'Review', Status: 'MEDLINE' },
  });
});

test('a chapter has its book as the place of publication, its editors apart', async () => {
  const book =
    '<PubmedBookArticle><BookDocument><PMID>5</PMID><Book><BookTitle>GeneReviews</BookTitle><PubDate><Year>1993</Year></PubDate>' +
    '<AuthorList Type="editors"><Author><LastName>Adam</LastName></Author></AuthorList></Book><ArticleTitle>Marfan Syndrome</ArticleTitle>' +
    '<AuthorList Type="authors"><Author><LastName>Dietz</LastName></Author></AuthorList><Abstract><AbstractText>Text.</AbstractText></Abstract></BookDocument></PubmedBookArticle>';
  expect(await only(book)).toMatchObject({
    title: 'Marfan Syndrome',
    journal: 'GeneReviews',
    year: 1993,
    authors: ['Dietz'],
    pmid: '5',
    metadata: { Editor: 'Adam' },
  });
});

test('withdrawn records are told with their numbers', async () => {
  const pmids = Array.from({ length: 25 }, (_, at) => `<PMID Version="1">${at + 1}</PMID>`);
  const record = citation(titled).replace(
    '</PubmedArticleSet>',
    `<DeleteCitation>${pmids.join('\n')}</DeleteCitation></PubmedArticleSet>`,
  );
  const { documents, warnings, counts } = await readText('pubmed.xml', record);
  expect(documents).toHaveLength(1);
  expect(codesOf(warnings)).toEqual(['WITHDRAWN_RECORDS']);
  expect(warnings[0]?.message).toBe(
    `PubMed withdrew these records, which are not imported: ${Array.from({ length: 20 }, (_, at) => at + 1).join(', ')} and 5 more.`,
  );
  expect(counts?.read).toBe(1);
});

test('citations without a frame, as MEDLINE sets hold them', async () => {
  const xml = citation(titled).replace(/<\/?(?:PubmedArticleSet|PubmedArticle)>|<PubmedData>.*<\/PubmedData>/g, '');
  expect(await only(`<MedlineCitationSet>${xml}</MedlineCitationSet>`)).toMatchObject({ pmid: '7', title: 'A title.' });
});
