import { describe, expect, test } from 'vitest';
import { makeWorkbook, rowXml } from '@/ingestion/testing/make-workbook';
import { codesOf, fileSource, fixture, linesOf, readAll, readText } from '@/ingestion/testing/read-all';

const unmapped = { mapping: { roles: {}, label: null } };

/** Every value under its own name: documents need a title or a text, so the first column is read as the text. */
async function valuesOf(path: string, text: string) {
  const { documents } = await readAll(fileSource(fixture(path)), { mapping: { roles: { text } } });
  return documents.map(({ line, metadata }) => ({ line, ...metadata }));
}

describe('real workbooks hold what openpyxl 3.1.5 finds', () => {
  test('texts, and a sheet that says it is a thousand columns wide', async () => {
    expect(await valuesOf('xlsx/frictionless-py__issue-313.xlsx', 'Column_1')).toEqual([
      {
        line: 2,
        Column_3: 'column_3_value_1',
        Column_2: 'Column_2_value_1',
        Column_4: 'Column_4_value_1',
        Column_5: 'Column_5_value_1',
      },
      { line: 3, Column_2: 'column_2_value_2', Column_4: 'column_4_value_2', Column_5: 'Column_5_value_2' },
    ]);
  });

  test('numbers under formats, dates under all of theirs', async () => {
    const [, second] = await valuesOf('xlsx/frictionless-py__preserve-formatting.xlsx', 'column 7');
    expect(second).toEqual({
      line: 2,
      ...Object.fromEntries([2, 3, 4, 5, 6].map((column) => [`column ${column}`, 1000.5577])),
      ...Object.fromEntries([8, 9, 10, 11].map((column) => [`column ${column}`, '2040-05-20'])),
    });
  });

  test('integers as integers', async () => {
    const { documents } = await readAll(fileSource(fixture('xlsx/frictionless-py__table-output.xlsx')));
    expect(documents.map(({ externalId, title }) => [externalId, title])).toEqual([
      ['1', 'english'],
      ['2', 'german'],
    ]);
  });

  test('a report laid out for the eye, its title rows told, its rows numbered as in the sheet', async () => {
    const path = fixture('xlsx/frictionless-py__issue-1024.xlsx');
    const { warnings, counts, events, documents } = await readAll(fileSource(path));
    expect(warnings[0]).toMatchObject({ line: 7, code: 'PREAMBLE' });
    expect(warnings[0]?.snippet).toContain('IPC Analysis 2017-2022');
    expect(events[0]).toMatchObject({ columns: expect.arrayContaining(['Country', 'Analysis Name', '# (column 12)']) });
    // Rows 13 to 58, 62 and 64: openpyxl has 54 with content, six of them titles and header.
    expect(counts?.read).toBe(48);
    expect(documents.find(({ line }) => line === 14)?.metadata).toMatchObject({
      Area: 'Badakhshan',
      '#': 1_357_037,
      '%': 0.1,
    });
  });

  test('days counted from 1904', async () => {
    expect(await valuesOf('xlsx/openpyxl__1904.xlsx', 'title')).toEqual([
      { line: 2, published: '1904-01-02' },
      { line: 3, published: '2024-02-29T06:00:00' },
    ]);
  });
});

describe('a table somewhere in a workbook of openpyxl', () => {
  const read = () => readAll(fileSource(fixture('xlsx/openpyxl__references.xlsx')));

  test('is found by its columns, the other sheets and the rows above it are named', async () => {
    const { warnings, documents, events } = await read();
    expect(events[0]).toMatchObject({ type: 'started', format: 'xlsx', encoding: null, delimiter: null });
    expect(linesOf(warnings)).toEqual([
      '0 OTHER_SHEETS',
      '2 PREAMBLE',
      '4 HEADER_RENAMED',
      '4 HEADER_RENAMED',
      '4 HEADER_RENAMED',
      '4 HEADER_RENAMED',
      '0 MERGED_CELLS',
    ]);
    expect(warnings[0]?.message).toBe('The sheet "References" was read; not read: "Notes", "Old" (hidden).');
    expect(documents.map(({ line }) => line)).toEqual([5, 7, 9]);
  });

  test('becomes documents with every value as it is meant', async () => {
    const [first, second, third] = (await read()).documents;
    expect(first).toMatchObject({
      externalId: '7',
      title: 'Aspirin é😀',
      text: 'We gave aspirin daily.',
      year: 2016,
      doi: '10.1000/xyz',
    });
    expect(first?.metadata).toEqual({
      published: '2016-03-01T12:30:20',
      included: true,
      score: 0.3,
      'title (column 10)': 'second',
      '__proto__ (column 11)': 'hostile',
      '(column 12)': 'unnamed',
      duration: '36:00:00',
      time: '09:05:00',
      big: 1.234567890123457e19,
      code: '0123',
    });
    expect(codesOf(first?.warnings ?? [])).toEqual(['FORMULA_NOT_COMPUTED', 'CELL_ERROR']);
    expect(second).toMatchObject({ text: 'Line one\nline two', year: 1999 });
    expect(second?.metadata).toEqual({
      published: '1999-12-31',
      included: false,
      score: -1e-7,
      'column 20': 'to the right',
    });
    expect(codesOf(second?.warnings ?? [])).toEqual(['EXTRA_VALUES_KEPT']);
    expect(third).toMatchObject({ externalId: '9', text: 'merged' });
  });

  test('can be mapped, a column without a header too', async () => {
    const { documents } = await readAll(fileSource(fixture('xlsx/openpyxl__references.xlsx')), {
      mapping: { roles: { title: 'title', text: '(column 12)' }, label: 'included' },
    });
    expect(documents.map(({ text, label }) => [text, label])).toEqual([
      ['unnamed', 'true'],
      ['', 'false'],
    ]);
  });
});

describe('what a workbook may say in its own way', () => {
  test('texts shared, in runs, with readings beside them, and with characters XML forbids', async () => {
    const shared =
      '<sst><si><t>title</t></si><si><r><t>ab</t></r><r><t xml:space="preserve"> c</t></r><rPh><t>no</t></rPh></si><si><t>x_x000D_y_x005F_x0041_</t></si></sst>';
    const cells = (line: number, index: number) => `<row r="${line}"><c r="A${line}" t="s"><v>${index}</v></c></row>`;
    const workbook = makeWorkbook({ sheets: [cells(1, 0) + cells(2, 1) + cells(3, 2) + cells(4, 9)], shared });
    const { documents, rejected } = await readText('a.xlsx', workbook);
    expect(documents.map(({ title }) => title)).toEqual(['ab c', 'x y_x0041_']);
    expect(linesOf(rejected)).toEqual(['4 EMPTY_RECORD']);
  });

  test('rows and cells without references, prefixes of any name, formulas with their values', async () => {
    const sheet =
      '<?xml version="1.0"?><x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="str"><x:v>title</x:v></x:c><x:c t="str"><x:v>n</x:v></x:c></x:row>' +
      '<x:row><x:c t="str"><x:f>A1</x:f><x:v>Aspirin</x:v></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c t="d"><x:v>2016-01-01</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const { documents } = await readText('a.xlsx', makeWorkbook({ sheets: [sheet] }));
    expect(documents[0]).toMatchObject({ line: 2, title: 'Aspirin', metadata: { n: 2, 'column 3': '2016-01-01' } });
  });

  test.each([
    [14, undefined, 60, '1900-02-29'],
    [14, undefined, 59, '1900-02-28'],
    [14, undefined, 61, '1900-03-01'],
    [22, undefined, 42370.5210648148, '2016-01-01T12:30:20'],
    [165, '[$-409]d\\-mmm\\-yy;@', 42370, '2016-01-01'],
    [165, '"day" 0.0', 42370, 42370],
    [165, 'mmm', 42370, '2016-01-01'],
    [165, '[Red]#,##0.00', 42370.5, 42370.5],
    [165, '[mm]:ss', 0.5, '12:00:00'],
    [20, undefined, 0.25, '06:00:00'],
    [14, undefined, 99_999_999, 99_999_999],
  ])('a number under format %s %s: %s is %s', async (id, code, serial, expected) => {
    const formats =
      code === undefined ? '' : `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`;
    const styles = `<styleSheet><numFmts>${formats}</numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="${id}"/></cellXfs></styleSheet>`;
    const cell = `<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="B2" s="1"><v>${serial}</v></c></row>`;
    const workbook = makeWorkbook({ sheets: [rowXml(1, ['title', 'when']) + cell], styles });
    const { documents } = await readText('a.xlsx', workbook);
    expect(documents[0]?.metadata.when).toBe(expected);
  });

  test('whole numbers too large for a double stay as they are written', async () => {
    const cells = '<row r="2"><c t="str"><v>a</v></c><c><v>12345678901234567890</v></c></row>';
    const { documents } = await readText('a.xlsx', makeWorkbook({ sheets: [rowXml(1, ['title', 'n']) + cells] }));
    expect(documents[0]?.metadata.n).toBe('12345678901234567890');
    expect(codesOf(documents[0]?.warnings ?? [])).toContain('NUMBER_KEPT_AS_TEXT');
  });

  test('a hidden sheet is read only where no other holds anything', async () => {
    const table = rowXml(1, ['title', 'doi']) + rowXml(2, ['Hidden', '10.1000/x']);
    const hidden = { attributes: ['', 'state="veryHidden"'] };
    const both = await readText(
      'a.xlsx',
      makeWorkbook({ sheets: [rowXml(1, ['note']) + rowXml(2, ['shown']), table], ...hidden }),
    );
    expect(both.documents.map(({ text }) => text)).toEqual(['shown']);
    const alone = await readText('a.xlsx', makeWorkbook({ sheets: ['', table], ...hidden }));
    expect(alone.documents.map(({ title }) => title)).toEqual(['Hidden']);
  });

  test('a first row of data is a record, columns are numbered', async () => {
    const { documents, warnings } = await readText(
      'a.xlsx',
      makeWorkbook({ sheets: [rowXml(3, [7, 'A cough']) + rowXml(4, [8, 'A cold'])] }),
    );
    expect(documents.map(({ line, text }) => [line, text])).toEqual([
      [3, 'A cough'],
      [4, 'A cold'],
    ]);
    expect(codesOf(warnings)).toEqual(['HEADER_MISSING', 'TEXT_COLUMN_GUESSED']);
  });

  test('a cell of 32,767 characters, a row longer than the limit', async () => {
    const long = 'é'.repeat(32_767);
    const sheets = [
      rowXml(1, ['title', 'text']) + rowXml(2, ['a', long]) + rowXml(3, ['b', long]) + rowXml(4, ['c', 'd']),
    ];
    const whole = await readText('a.xlsx', makeWorkbook({ sheets }));
    expect(whole.documents[0]?.text).toBe(long);
    const limited = await readText('a.xlsx', makeWorkbook({ sheets }), { maxRecordLength: 1_000 });
    expect(linesOf(limited.rejected)).toEqual(['2 RECORD_TOO_LARGE', '3 RECORD_TOO_LARGE']);
    expect(limited.documents.map(({ title }) => title)).toEqual(['c']);
  });

  test('nothing at all', async () => {
    const { failure } = await readText(
      'a.xlsx',
      makeWorkbook({ sheets: ['<row r="1"><c r="A1" s="1"/></row>'] }),
      unmapped,
    );
    expect(failure?.code).toBe('NO_RECORDS');
  });
});
