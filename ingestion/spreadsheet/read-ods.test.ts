import { describe, expect, test } from 'vitest';
import { makeZip, type ZipPart } from '@/ingestion/testing/make-zip';
import { codesOf, linesOf, readText } from '@/ingestion/testing/read-all';

const MIMETYPE = 'application/vnd.oasis.opendocument.spreadsheet';

function makeOds(tables: string, parts: ZipPart[] = []): Buffer {
  const content = `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c"><office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`;
  return makeZip([{ name: 'mimetype', content: MIMETYPE }, { name: 'content.xml', content }, ...parts]);
}

const table = (rows: string, attributes = 'table:name="A"') => `<table:table ${attributes}>${rows}</table:table>`;
const row = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`;
const cell = (text: string, attributes = 'office:value-type="string"') =>
  `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`;
const header = row(cell('title') + cell('text') + cell('n'));

const ENCRYPTING_MANIFEST = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>';

describe('an OpenDocument spreadsheet', () => {
  test('gives its rows under their numbers, blank ones counted and left out', async () => {
    const rows = `${row('<table:table-cell/>', 'table:number-rows-repeated="2"')}${header}${row('<table:table-cell table:number-columns-repeated="1000"/>', 'table:number-rows-repeated="5"')}${row(cell('a') + cell('b'))}`;
    const { documents, events } = await readText('a.ods', makeOds(table(rows)));
    expect(events[0]).toMatchObject({ type: 'started', format: 'ods' });
    expect(documents.map(({ line, title, text }) => [line, title, text])).toEqual([[9, 'a', 'b']]);
  });

  test.each([
    ['office:value-type="float" office:value="3"', '3.00', 3],
    ['office:value-type="percentage" office:value="0.5"', '50 %', 0.5],
    ['office:value-type="boolean" office:boolean-value="true"', 'TRUE', true],
    ['office:value-type="date" office:date-value="2016-03-01"', '1.3.16', '2016-03-01'],
    ['office:value-type="date" office:date-value="2016-03-01T12:30:00"', '1.3.16', '2016-03-01T12:30:00'],
    ['office:value-type="time" office:time-value="PT36H05M00S"', '36:05', '36:05:00'],
    ['office:value-type="string" office:string-value="as is"', 'shown', 'as is'],
    ['office:value-type="float" office:value="12345678901234567890"', '1.2E19', '12345678901234567890'],
    [
      'office:value-type="string"',
      'a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d <text:span>e</text:span>',
      'a  b\tc\nd e',
    ],
    ['office:value-type="string"', 'one</text:p><text:p>two', 'one\ntwo'],
  ])('reads a cell of %s', async (attributes, text, value) => {
    const { documents } = await readText(
      'a.ods',
      makeOds(table(header + row(cell('a') + cell('b') + cell(text, attributes)))),
    );
    expect(documents[0]?.metadata.n).toEqual(value);
  });

  test('says what is wrong with a cell, and leaves out what is only attached to it', async () => {
    const error = cell('#REF!', 'office:value-type="string" calcext:value-type="error"');
    const noted =
      '<table:table-cell office:value-type="string"><office:annotation><text:p>remark</text:p></office:annotation><text:p>b</text:p></table:table-cell>';
    const { documents } = await readText('a.ods', makeOds(table(header + row(cell('a') + noted + error))));
    expect(documents[0]).toMatchObject({ title: 'a', text: 'b', metadata: {} });
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['CELL_ERROR']);
  });

  test('reads the sheet with the known columns, names the others, knows hidden ones', async () => {
    const sheets =
      table(row(cell('note'))) +
      table(header + row(cell('hidden')), 'table:name="H" table:style-name="h"') +
      table(
        header + row(cell('a') + cell('b', 'office:value-type="string" table:number-columns-spanned="2"')),
        'table:name="B"',
      );
    const { documents, warnings } = await readText('a.ods', makeOds(sheets));
    expect(documents.map(({ title }) => title)).toEqual(['a']);
    expect(linesOf(warnings)).toEqual(['0 OTHER_SHEETS', '0 MERGED_CELLS']);
    expect(warnings[0]?.message).toBe('The sheet "B" was read; not read: "A", "H" (hidden).');
  });

  test('repeats what it says is repeated', async () => {
    const twice = row(
      cell('a') + cell('b', 'office:value-type="string" table:number-columns-repeated="2"'),
      'table:number-rows-repeated="2"',
    );
    const { documents } = await readText('a.ods', makeOds(table(header + twice)));
    expect(documents.map(({ line, text, metadata }) => [line, text, metadata.n])).toEqual([
      [2, 'b', 'b'],
      [3, 'b', 'b'],
    ]);
  });

  test.each([
    ['DECOMPRESSION_BOMB', row(cell('a'), 'table:number-rows-repeated="1000000"')],
    ['DAMAGED_FILE', row('<table:table-cell/>', 'table:number-rows-repeated="99999999"') + row(cell('a'))],
    ['TOO_MANY_COLUMNS', row(cell('a', 'office:value-type="string" table:number-columns-repeated="1000000000"'))],
  ])('that repeats without end is refused: %s', async (code, rows) => {
    const { failure } = await readText('a.ods', makeOds(table(header + row(cell('a')) + rows)));
    expect(failure?.code).toBe(code);
  });

  test('behind a password is told as such', async () => {
    const file = makeOds('', [{ name: 'META-INF/manifest.xml', content: ENCRYPTING_MANIFEST }]);
    expect((await readText('a.ods', file)).failure?.code).toBe('ENCRYPTED_FILE');
  });

  test('without its content is damaged, or encrypted as a whole', async () => {
    const mimetype = { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' };
    const damaged = await readText('a.ods', makeZip([mimetype, { name: 'styles.xml', content: '<s/>' }]));
    expect(damaged.failure).toMatchObject({ code: 'DAMAGED_FILE', message: expect.stringContaining('content.xml') });
    const wrapped = [
      mimetype,
      { name: 'META-INF/manifest.xml', content: ENCRYPTING_MANIFEST },
      { name: 'encrypted-package', content: 'x' },
    ];
    expect((await readText('a.ods', makeZip(wrapped))).failure?.code).toBe('ENCRYPTED_FILE');
  });

  test('with nothing in it has no records', async () => {
    expect((await readText('a.ods', makeOds(table(row('<table:table-cell/>'))))).failure?.code).toBe('NO_RECORDS');
  });
});
