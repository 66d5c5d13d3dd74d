import { describe, expect, test } from 'vitest';
import { bytesSource, codesOf, linesOf, readAll, readText } from '@/ingestion/testing/read-all';

const titles = (read: Awaited<ReturnType<typeof readText>>) => read.documents.map(({ title }) => title);

describe('separators and encodings', () => {
  test.each([
    [',', 'csv'],
    [';', 'csv'],
    ['\t', 'tsv'],
    ['|', 'csv'],
  ])('%j is found by content', async (delimiter, format) => {
    const rows = [
      ['id', 'title', 'abstract'],
      ['7', 'A title', 'One, two; three'],
    ];
    const quoted = rows.map((row) => row.map((value) => `"${value}"`).join(delimiter)).join('\n');
    const { events, documents } = await readText('export.csv', quoted);
    expect(events[0]).toMatchObject({ type: 'started', format, delimiter, columns: ['id', 'title', 'abstract'] });
    expect(documents[0]).toMatchObject({ externalId: '7', title: 'A title', text: 'One, two; three' });
  });

  test("Excel's sep= line is obeyed and is no header", async () => {
    const { events, documents } = await readText('export.csv', 'sep=;\ntitle;abstract\nA, b;C, d\n');
    expect(events[0]).toMatchObject({ delimiter: ';', columns: ['title', 'abstract'] });
    expect(documents[0]).toMatchObject({ title: 'A, b', text: 'C, d', line: 3 });
  });

  const table = 'title,abstract\r\nÜber Cafés,naïve β-blockers\r\n';
  const western = 'title,abstract\r\nÜber Cafés,\x93naïve\x94\r\n';
  test.each([
    ['utf-8', Buffer.from(table), 'naïve β-blockers'],
    ['utf-8-bom', Buffer.from(`\uFEFF${table}`), 'naïve β-blockers'],
    ['utf-16le', Buffer.from(`\uFEFF${table}`, 'utf16le'), 'naïve β-blockers'],
    ['utf-16be', Buffer.from(`\uFEFF${table}`, 'utf16le').swap16(), 'naïve β-blockers'],
    ['utf-16le', Buffer.from(table, 'utf16le'), 'naïve β-blockers'],
    ['windows-1252', Buffer.from(western, 'latin1'), '“naïve”'],
  ])('%s, cut anywhere', async (encoding, bytes, text) => {
    for (const chunkSize of [1, 2, 3, 65_536]) {
      const { events, documents, counts } = await readAll(bytesSource('x.csv', bytes, chunkSize));
      expect(events.at(-1)).toMatchObject({ type: 'finished', encoding });
      expect(documents).toMatchObject([{ title: 'Über Cafés', text, line: 2 }]);
      expect(counts).toEqual({ read: 1, accepted: 1, repaired: 0, rejected: 0 });
    }
  });

  test.each(['\n', '\r\n', '\r'])('rows ending with %j are counted alike', async (end) => {
    const content = ['title,abstract', '"Two', 'lines",x', 'Next,"a ""quoted"" word"', ''].join(end);
    const { documents } = await readText('x.csv', content);
    expect(documents).toMatchObject([
      { title: 'Two lines', line: 2 },
      { title: 'Next', text: 'a "quoted" word', line: 4 },
    ]);
  });
});

describe('headers', () => {
  const above = 'Search: "kidney", 2020\n\nDate;of;export\n';
  test.each([1, 7, 65_536])(
    'lines above the names of the columns are told, not taken for them (%d)',
    async (chunkSize) => {
      const table = 'Title;Abstract;Year;Remark\nA;x, y;2001;\nB;z;2002;r\n';
      const { documents, warnings, counts } = await readAll(bytesSource('x.csv', above + table, chunkSize));
      expect(documents).toMatchObject([
        { title: 'A', text: 'x, y', year: 2001, line: 5 },
        { title: 'B', text: 'z', year: 2002, line: 6, metadata: { Remark: 'r' } },
      ]);
      expect(linesOf(warnings)).toEqual(['1 PREAMBLE']);
      expect(counts).toEqual({ read: 2, accepted: 2, repaired: 0, rejected: 0 });
    },
  );

  test('a header of unknown names keeps its rows, also where one is empty or damaged', async () => {
    const { documents, rejected, warnings } = await readText(
      'x.csv',
      'foo,bar\nSome prose,1\n,\nMore,"2\nLast prose,3\n',
    );
    expect(documents.map(({ text, line }) => [text, line])).toEqual([
      ['Some prose', 2],
      ['Last prose', 5],
    ]);
    expect(linesOf(rejected)).toEqual(['4 UNCLOSED_QUOTE']);
    expect(codesOf(warnings)).toEqual(['TEXT_COLUMN_GUESSED', 'BLANK_ROWS']);
  });

  test('a first row of sentences is a record, not names', async () => {
    const content = 'A paper about kidneys,This is what the first found.\nAnother,This is what the second found.\n';
    const { documents, warnings } = await readText('x.csv', content);
    expect(documents).toHaveLength(2);
    expect(codesOf(warnings)).toContain('HEADER_MISSING');
  });

  test('a header that would reach the prototype is a column like any other', async () => {
    const content = 'title,__proto__,constructor,title,\nA,polluted,built,B,nameless\n';
    const { documents, warnings } = await readText('x.csv', content);
    expect(codesOf(warnings)).toEqual(['HEADER_RENAMED', 'HEADER_RENAMED', 'HEADER_RENAMED']);
    expect(Object.entries(documents[0]?.metadata ?? {})).toEqual([
      ['__proto__ (column 2)', 'polluted'],
      ['constructor', 'built'],
      ['title (column 4)', 'B'],
      ['(column 5)', 'nameless'],
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(documents[0]?.title).toBe('A');
  });

  test('synonyms fill the fields, the second best stays under its own name', async () => {
    const content =
      'Record ID,Primary Title,Abstract Note,Authors,Publication Year,DOI,PMID,label_included,summary\n' +
      '12,T,A long abstract,"Doe, J.; Roe, R.",2016-03-01,https://doi.org/10.1000/XYZ.,PMID: 0123,1,Short\n';
    const { documents } = await readText('x.csv', content);
    expect(documents[0]).toMatchObject({
      externalId: '12',
      title: 'T',
      text: 'A long abstract',
      authors: ['Doe, J.', 'Roe, R.'],
      year: 2016,
      doi: '10.1000/xyz',
      pmid: '123',
      metadata: { label_included: '1', summary: 'Short', 'Publication Year': '2016-03-01' },
    });
  });

  test('without a header the first row is a record too', async () => {
    const { documents, warnings } = await readText('x.csv', '1,Aspirin after stroke\n2,Statins\n');
    expect(codesOf(warnings)).toEqual(['HEADER_MISSING', 'TEXT_COLUMN_GUESSED']);
    expect(documents.map(({ text, metadata }) => [text, metadata['column 1']])).toEqual([
      ['Aspirin after stroke', '1'],
      ['Statins', '2'],
    ]);
  });

  test('a quote never closed in the header costs the quote, not the header', async () => {
    const read = await readText('x.csv', 'title,"abstract\nA,one\nB,two\n');
    expect(read.documents.map(({ title, text }) => [title, text])).toEqual([
      ['A', 'one'],
      ['B', 'two'],
    ]);
  });
});

describe('damaged rows', () => {
  test('too many values are rejected, too few and stray quotes repaired, with their lines', async () => {
    const content =
      'id,title,abstract\n1,A,x,y\n2,B\n3,"C" and D,x\n4,"said "yes" twice",x\n5,E,x,,\n6,"an ""even"" F",x\n';
    const { documents, rejected, counts } = await readText('x.csv', content);
    expect(linesOf(rejected)).toEqual(['2 WRONG_COLUMN_COUNT']);
    expect(documents.map(({ title, warnings }) => [title, codesOf(warnings)])).toEqual([
      ['B', ['SHORT_ROW', 'MISSING_TEXT']],
      ['"C" and D', ['STRAY_QUOTE']],
      ['said "yes" twice', ['STRAY_QUOTE']],
      ['E', ['EXTRA_VALUES_EMPTY']],
      ['an "even" F', []],
    ]);
    expect(counts).toEqual({ read: 6, accepted: 1, repaired: 4, rejected: 1 });
  });

  test('a quote never closed costs its own line, not the rest of the file', async () => {
    const rows = Array.from({ length: 200 }, (_, at) => `${at},Title ${at},${at === 100 ? '"' : ''}text ${at}`);
    const read = await readText('x.csv', `id,title,abstract\n${rows.join('\n')}\n`);
    expect(linesOf(read.rejected)).toEqual(['102 UNCLOSED_QUOTE']);
    expect(read.counts).toEqual({ read: 200, accepted: 199, repaired: 0, rejected: 1 });
    expect(titles(read)).not.toContain('Title 100');
    expect(titles(read)).toContain('Title 199');
  });

  test('in a table whose rows are all short, a damaged row still costs only itself', async () => {
    const read = await readText('x.csv', 'id,title,abstract,doi\n1,A,x\n2,B,"y\n3,C,z\n4,D,w\n');
    expect(titles(read)).toEqual(['A', 'C', 'D']);
    expect(linesOf(read.rejected)).toEqual(['3 UNCLOSED_QUOTE']);
  });

  test('an open quote is seen where the next quoted value begins', async () => {
    const content = 'id,title,abstract\n1,"open,x\n2,"next quoted",y\n3,"two\nlines",z\n';
    const read = await readText('x.csv', content);
    expect(linesOf(read.rejected)).toEqual(['2 UNCLOSED_QUOTE']);
    expect(read.documents.map(({ line, title }) => [line, title])).toEqual([
      [3, 'next quoted'],
      [4, 'two lines'],
    ]);
  });

  test('a cell beyond the limit is rejected, its left-over lines too, and reading goes on', async () => {
    const cell = Array.from({ length: 50 }, (_, at) => `left over ${at}`).join('\n');
    const content = `id,title,abstract\n1,A,x\n2,B,"${cell}"\n3,C,y\n`;
    const read = await readText('x.csv', content, { maxRecordLength: 200 });
    expect(titles(read)).toEqual(['A', 'C']);
    expect(linesOf(read.rejected)).toEqual(['3 RECORD_TOO_LARGE', '4 STRAY_TEXT']);
    expect(read.rejected[1]?.message).toContain('Lines 4 to 52 are left over');
    expect(read.counts).toEqual({ read: 4, accepted: 2, repaired: 0, rejected: 2 });
  });

  test('a line of 20 MB is skipped in bounded pieces', async () => {
    const content = `title,abstract\nA,x\nB,${'y'.repeat(20_000_000)}\nC,z\n`;
    const read = await readText('x.csv', content);
    expect(titles(read)).toEqual(['A', 'C']);
    expect(linesOf(read.rejected)).toEqual(['3 RECORD_TOO_LARGE']);
    const [rejected] = read.events.filter((event) => event.type === 'rejected');
    expect(rejected?.raw.length).toBe(65_536);
  });

  test('blank rows are told once, records without title and text rejected', async () => {
    const read = await readText('x.csv', 'id,title,abstract\n1,A,x\n,,\n\n, ,\n2,,\n');
    expect(linesOf(read.warnings)).toEqual(['3 BLANK_ROWS']);
    expect(read.warnings[0]?.message).toBe('2 rows in which every value is empty were skipped.');
    expect(linesOf(read.rejected)).toEqual(['6 EMPTY_RECORD']);
  });

  test('NULs and bytes that are no UTF-8 repair the record they are in, no other', async () => {
    const bytes = Buffer.concat([
      Buffer.from('title,abstract\nA,é\nB\0\0,x\nC,caf'),
      Buffer.from([0xe9]),
      Buffer.from('\nD,z\n'),
    ]);
    for (const chunkSize of [1, 5, 65_536]) {
      const { documents, counts } = await readAll(bytesSource('x.csv', bytes, chunkSize));
      expect(documents.map(({ title, text, warnings }) => [title, text, codesOf(warnings)])).toEqual([
        ['A', 'é', []],
        ['B', 'x', ['NUL_REMOVED']],
        ['C', 'café', ['INVALID_BYTES']],
        ['D', 'z', []],
      ]);
      expect(counts).toMatchObject({ accepted: 2, repaired: 2 });
    }
  });

  test('half a character in UTF-16 becomes U+FFFD and is told', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\uFEFFtitle,abstract\nA,x', 'utf16le'),
      Buffer.from([0x3d, 0xd8, 10, 0]),
    ]);
    const { documents } = await readText('x.csv', bytes);
    expect(documents[0]?.text).toBe('x\uFFFD');
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['LONE_SURROGATE']);
  });
});

test('a list of names as code that is millions of characters long is still a record', async () => {
  const { documents } = await readText(
    'x.csv',
    `title,authors\nA,['${'a'.repeat(12_000_000)}']\nB,"['Doe, J', 'Roe']"\n`,
  );
  expect(documents.map(({ title }) => title)).toEqual(['A', 'B']);
  expect(documents[1]?.authors).toEqual(['Doe, J', 'Roe']);
});
