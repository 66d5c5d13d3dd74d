import { describe, expect, test } from 'vitest';
import { bytesSource, codesOf, linesOf, readAll, readText } from '@/ingestion/testing/read-all';
import type { ImportRejected } from '@/ingestion/types';

const article = (pmid: number, title: string, abstract = 'Text.') =>
  `<PubmedArticle><MedlineCitation><PMID>${pmid}</PMID><Article><ArticleTitle>${title}</ArticleTitle>` +
  `<Abstract><AbstractText>${abstract}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>`;
const set = (...lines: string[]) =>
  ['<?xml version="1.0"?>', '<PubmedArticleSet>', ...lines, '</PubmedArticleSet>'].join('\n');
const pmids = (read: { documents: Array<{ pmid: string | null; line: number }> }) =>
  read.documents.map(({ pmid, line }) => `${pmid} line ${line}`);

describe('a damaged record costs itself and no other', () => {
  test('tags that do not match', async () => {
    const broken = article(2, 'B').replace('</ArticleTitle>', '</Title>');
    const read = await readText('x.xml', set(article(1, 'A'), broken, article(3, 'C')));
    expect(pmids(read)).toEqual(['1 line 3', '3 line 5']);
    expect(linesOf(read.rejected)).toEqual(['4 MALFORMED_XML']);
    expect(rawOf(read.events)).toEqual([broken]);
  });

  test('the line of the fault is told, not only of the record', async () => {
    const broken = article(2, 'B').replace('<Article>', '\n<Article>\r\n\n<x>');
    const read = await readText('x.xml', set(article(1, 'A'), broken));
    expect(linesOf(read.rejected)).toEqual(['7 MALFORMED_XML']);
  });

  test('no end tag before the next record', async () => {
    const open = article(2, 'B').replace('</PubmedArticle>', '');
    const read = await readText('x.xml', set(article(1, 'A'), open, article(3, 'C')));
    expect(pmids(read)).toEqual(['1 line 3', '3 line 5']);
    expect(read.rejected[0]).toMatchObject({
      line: 4,
      code: 'MALFORMED_XML',
      message: 'The record has no end tag before the next begins on line 5.',
    });
    expect(rawOf(read.events)).toEqual([open]);
  });

  test.each(['<![CDATA[', '<!--'])('%s never closed, which is then text,', async (open) => {
    const read = await readText(
      'x.xml',
      set(article(1, 'A'), article(2, `B ${open}`), article(3, 'C'), article(4, 'D')),
    );
    expect(read.documents.map(({ title, line }) => `${title} line ${line}`)).toEqual([
      'A line 3',
      `B ${open} line 4`,
      'C line 5',
      'D line 6',
    ]);
    expect(codesOf(read.documents[1]?.warnings ?? [])).toEqual(['STRAY_MARKUP']);
  });

  test('a start tag that is gone', async () => {
    const headless = article(2, 'B').replace('<PubmedArticle><MedlineCitation>', '<PubmedArtic><Citation>');
    const read = await readText('x.xml', set(article(1, 'A'), headless, article(3, 'C')));
    expect(pmids(read)).toEqual(['1 line 3', '3 line 5']);
    expect(linesOf(read.rejected)).toEqual(['4 STRAY_TEXT']);
  });

  test('a file cut in the middle keeps every record before', async () => {
    const whole = set(article(1, 'A'), article(2, 'B'));
    const read = await readText('x.xml', whole.slice(0, whole.indexOf('B') + 1));
    expect(pmids(read)).toEqual(['1 line 3']);
    expect(linesOf(read.rejected)).toEqual(['4 TRUNCATED_RECORD']);
    expect(read.counts).toEqual({ read: 2, accepted: 1, repaired: 0, rejected: 1 });
  });

  test('longer than the limit', async () => {
    const long = article(2, 'B', 'long '.repeat(400));
    const read = await readText('x.xml', set(article(1, 'A'), long, article(3, 'C')), { maxRecordLength: 1_000 });
    expect(pmids(read)).toEqual(['1 line 3', '3 line 5']);
    expect(linesOf(read.rejected)).toEqual(['4 RECORD_TOO_LARGE']);
  });

  test('more elements than are held', async () => {
    const wide = article(2, '<i/>'.repeat(250_001));
    const read = await readText('x.xml', set(article(1, 'A'), wide, article(3, 'C')));
    expect(linesOf(read.rejected)).toEqual(['4 RECORD_TOO_LARGE']);
    expect(pmids(read)).toEqual(['1 line 3', '3 line 5']);
  });

  test('nested deeper than is read', async () => {
    const deep = article(2, `${'<i>'.repeat(50_000)}B${'</i>'.repeat(50_000)}`);
    const read = await readText('x.xml', set(article(1, 'A'), deep, article(3, 'C')));
    expect(linesOf(read.rejected)).toEqual(['4 NESTED_TOO_DEEP']);
    expect(pmids(read)).toEqual(['1 line 3', '3 line 5']);
  });
});

describe('what has one clear meaning is repaired', () => {
  test.each([
    ['caf&eacute; &nbsp;&alpha;', 'café α', 'HTML_ENTITY'],
    ['Smith &company; Sons', 'Smith &company; Sons', 'UNKNOWN_ENTITY'],
    ['Smith & Sons, p < 0.05', 'Smith & Sons, p < 0.05', 'STRAY_MARKUP'],
    ['a ]]> b', 'a ]]> b', 'STRAY_MARKUP'],
    ['a\u0001b&#0;c&#xD800;d&#x110000;', 'a\uFFFDb\uFFFDc\uFFFDd\uFFFD', 'INVALID_CHARACTER'],
    ['a\0b', 'ab', 'NUL_REMOVED'],
  ])('%j is read as %j', async (source, text, code) => {
    const read = await readText('x.xml', set(article(1, 'A', source)));
    expect(read.documents[0]?.text).toBe(text);
    expect(codesOf(read.documents[0]?.warnings ?? [])).toEqual([code]);
    expect(read.counts?.repaired).toBe(1);
  });

  test('and what is well-formed is left alone', async () => {
    const read = await readText(
      'x.xml',
      set(article(1, '<![CDATA[A & B &nbsp; <3]]>', 'x &lt; y &amp; &#233;<!-- & -->')),
    );
    expect(read.documents[0]).toMatchObject({ title: 'A & B &nbsp; <3', text: 'x < y & é', warnings: [] });
  });
});

describe('what stands between records', () => {
  test('may be anything but is told when it is text', async () => {
    const commented = `<!-- ${article(9, 'Out')} --><?note x?>\n`;
    const read = await readText('x.xml', set('lost words', `${commented}${article(1, 'A')}`));
    expect(pmids(read)).toEqual(['1 line 5']);
    expect(linesOf(read.warnings)).toEqual(['3 PREAMBLE']);
  });

  test('a comment never closed is told with its line', async () => {
    const read = await readText('x.xml', set(article(1, 'A'), `<!-- ${article(2, 'B')}`));
    expect(pmids(read)).toEqual(['1 line 3']);
    expect(linesOf(read.warnings)).toEqual(['4 TRUNCATED_FILE']);
  });

  test('namespaces, a prefix, and several files in one', async () => {
    const prefixed = article(1, 'A').replace(/<(\/?)/g, '<$1pm:');
    const read = await readText('x.xml', `${set(prefixed)}\n${set(article(2, 'B'))}`);
    expect(pmids(read)).toEqual(['1 line 3', '2 line 7']);
  });
});

describe('entities never do harm', () => {
  const withDoctype = (subset: string, text = '') =>
    `<?xml version="1.0"?>\n<!DOCTYPE PubmedArticleSet [${subset}]>\n${set(article(1, 'A', text))
      .split('\n')
      .slice(1)
      .join('\n')}`;
  const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at};`.repeat(10)}">`).join('\n');

  test.each([
    ['a billion laughs', `<!ENTITY lol0 "lol">\n${laughs}`, 'ENTITY_EXPANSION'],
    ['parameter entities in a value', '<!ENTITY % a "b"><!ENTITY c "%a;">', 'ENTITY_EXPANSION'],
    ['a local file', '<!ENTITY xxe SYSTEM "file:///etc/passwd">', 'EXTERNAL_ENTITY'],
    ['an address', '<!ENTITY % dtd PUBLIC "-//X" "http://127.0.0.1/x.dtd"> %dtd;', 'EXTERNAL_ENTITY'],
    ['a quadratic blow-up', `<!ENTITY a "${'a'.repeat(50_000)}">`, 'ENTITY_TOO_LARGE'],
    ['a document type without end', `<!ENTITY a "${'a'.repeat(100_000)}`, 'ENTITY_TOO_LARGE'],
  ])('%s', async (_, subset, code) => {
    for (const options of [{}, { format: 'pubmed-xml' as const }]) {
      const read = await readText('x.xml', withDoctype(subset, '&lol9;&xxe;&a;'), options);
      expect(read.failure?.code).toBe(code);
      expect(read.documents).toEqual([]);
    }
  });

  test('a harmless one is not expanded either, a picture is not fetched', async () => {
    const read = await readText(
      'x.xml',
      withDoctype('<!-- <!ENTITY x SYSTEM "y"> --><!ENTITY co "Acme"><!ENTITY f SYSTEM "f.gif" NDATA gif>', 'By &co;'),
    );
    expect(read.documents[0]?.text).toBe('By &co;');
    expect(codesOf(read.documents[0]?.warnings ?? [])).toEqual(['UNKNOWN_ENTITY']);
  });

  test('a bomb in an XML file of no known kind has its own code too', async () => {
    const { failure } = await readText(
      'x.xml',
      `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "b">${laughs}]><lolz/>`,
    );
    expect(failure?.code).toBe('ENTITY_EXPANSION');
  });
});

describe('encodings that the file declares', () => {
  const declared = (label: string) => set(article(1, 'Café – œuvre')).replace('?>', ` encoding="${label}"?>`);

  test.each([
    ['ISO-8859-1', 'windows-1252', Buffer.from(declared('ISO-8859-1').replace(/[–œ]/g, '-'), 'latin1'), 'Café - -uvre'],
    [
      'windows-1251',
      'windows-1251',
      Buffer.concat([
        Buffer.from(declared('windows-1251').split('Caf')[0] ?? ''),
        Buffer.from([0xcf, 0xf0]),
        Buffer.from('</ArticleTitle></Article></MedlineCitation></PubmedArticle>'),
      ]),
      'Пр',
    ],
    ['UTF-16', 'utf-16le', Buffer.from(`\uFEFF${declared('UTF-16')}`, 'utf16le'), 'Café – œuvre'],
    ['UTF-16BE', 'utf-16be', Buffer.from(declared('UTF-16BE'), 'utf16le').swap16(), 'Café – œuvre'],
    ['UTF-8', 'utf-8', Buffer.from(declared('UTF-8')), 'Café – œuvre'],
  ])('%s is read as %s', async (_, encoding, bytes, title) => {
    for (const chunkSize of [1, 65_536]) {
      const read = await readAll(bytesSource('x.xml', bytes, chunkSize));
      expect(read.events[0]).toMatchObject({ type: 'started', encoding });
      expect(read.documents[0]?.title).toBe(title);
    }
  });

  test.each(['ISO-8859-1', 'UTF-16', 'ANSI'])(
    '%s, when the bytes are UTF-8, is told and not believed',
    async (label) => {
      const read = await readText('x.xml', declared(label));
      expect(read.documents[0]?.title).toBe('Café – œuvre');
      expect(codesOf(read.warnings)).toEqual(['ENCODING_CONTRADICTED']);
    },
  );

  test('a lone surrogate in UTF-16 costs its record a repair, no other', async () => {
    const xml = set(article(1, 'A'), article(2, 'B\uD83D'), article(3, '\u{1F600}'));
    const read = await readText('x.xml', Buffer.from(`\uFEFF${xml}`, 'utf16le'));
    expect(read.documents.map(({ title }) => title)).toEqual(['A', 'B\uFFFD', '\u{1F600}']);
    expect(read.documents.map(({ warnings }) => codesOf(warnings))).toEqual([[], ['LONE_SURROGATE'], []]);
  });

  test('one that is not known fails, for every character could be another', async () => {
    const { failure } = await readText('x.xml', Buffer.from(declared('x-mac-klingon').replace(/[–œ]/g, '-'), 'latin1'));
    expect(failure?.code).toBe('UNSUPPORTED_ENCODING');
  });
});

describe('hostile files come to an end, their neighbours intact', () => {
  const MIB = 1 << 20;

  test('an attribute of 50 MB', async () => {
    const long = article(2, 'B').replace('<PMID>', `<PMID Version="${'a'.repeat(50 * MIB)}">`);
    const read = await readText('x.xml', set(article(1, 'A'), long, article(3, 'C')));
    expect(pmids(read)).toEqual(['1 line 3', '3 line 5']);
    expect(linesOf(read.rejected)).toEqual(['4 RECORD_TOO_LARGE']);
    expect(rawOf(read.events)[0]?.length).toBe(65_536);
  });

  test.each([
    ['openers of CDATA sections', '<![CDATA['],
    ['openers of comments', '<!--'],
    ['instructions', '<?'],
    ['start tags', '<a>'],
    ['bare ampersands', '& '],
    ['references', '&x;'],
    ['brackets', '<'],
    ['closing brackets', ']]>'],
    ['quotes', '"'],
    ['records', '<PubmedArticle>'],
    ['ends of records', '</PubmedArticle>'],
    ['attributes', '<a b="'],
  ])('two megabytes of %s', async (_, piece) => {
    const many = piece.repeat(Math.ceil((2 * MIB) / piece.length));
    for (const content of [set(article(1, 'A'), article(2, many)), set(article(1, 'A'), many)]) {
      const read = await readText('x.xml', content);
      expect(read.documents[0]?.pmid).toBe('1');
      expect(read.failure).toBeNull();
    }
  });

  test.each([
    ['comments', '<!-- x -->'],
    ['document types', '<!DOCTYPE a [ "'],
    ['blanks', ' '],
  ])('two megabytes of %s before the first record', async (_, piece) => {
    const many = piece.repeat(Math.ceil((2 * MIB) / piece.length));
    const { documents, failure } = await readText('x.xml', many + set(article(1, 'A')), { format: 'pubmed-xml' });
    expect(documents.length === 1 || failure?.code === 'ENTITY_TOO_LARGE').toBe(true);
  });
});

test('XML of no known kind is refused by name', async () => {
  const { failure } = await readText('x.xml', '<?xml version="1.0"?><!-- note --><rss version="2.0"><channel/></rss>');
  expect(failure).toMatchObject({ code: 'UNSUPPORTED_FORMAT', detected: 'xml' });
  expect(failure?.message).toContain('an XML file');
});

function rawOf(events: ReadonlyArray<{ type: string }>): string[] {
  return events.filter((event): event is ImportRejected => event.type === 'rejected').map(({ raw }) => raw);
}
