import { describe, expect, test } from 'vitest';
import { CellBudget } from '@/ingestion/spreadsheet/cell-budget';
import { StringStore } from '@/ingestion/spreadsheet/string-store';
import { XlsxRows } from '@/ingestion/spreadsheet/xlsx-rows';
import { makeWorkbook, rowXml } from '@/ingestion/testing/make-workbook';
import { makeZip } from '@/ingestion/testing/make-zip';
import { bytesSource, readText } from '@/ingestion/testing/read-all';

const header = rowXml(1, ['title', 'text']);
const sheet = (content: string) => `<?xml version="1.0"?>${content}`;

async function failureOf(content: Buffer) {
  const { failure, documents } = await readText('a.xlsx', content);
  return { code: failure?.code, message: failure?.message, documents: documents.length };
}

describe('a workbook that is a trap', () => {
  test('by parts that unpack to more than a hundred times their size', async () => {
    const zeros = Buffer.alloc(100 * 1024 * 1024);
    const found = await failureOf(
      makeWorkbook({ sheets: [header], extra: [{ name: 'xl/media/a.bin', content: zeros }] }),
    );
    expect(found).toMatchObject({ code: 'DECOMPRESSION_BOMB', documents: 0 });
  });

  test('by a part that is longer than its directory says', async () => {
    const lying = makeZip([
      { name: 'xl/workbook.xml', content: `<workbook>${' '.repeat(100_000)}</workbook>`, saysLength: 10 },
    ]);
    expect(await failureOf(lying)).toMatchObject({ code: 'DAMAGED_FILE' });
  });

  test('by entities', async () => {
    const lols = Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join(
      '',
    );
    const content = sheet(
      `<!DOCTYPE w [<!ENTITY l0 "lol">${lols}]><worksheet><sheetData><row><c t="str"><v>&l9;</v></c></row></sheetData></worksheet>`,
    );
    expect(await failureOf(makeWorkbook({ sheets: [content] }))).toMatchObject({ code: 'ENTITY_EXPANSION' });
    const outside = sheet('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet/>');
    expect(await failureOf(makeWorkbook({ sheets: [outside] }))).toMatchObject({ code: 'ENTITY_EXPANSION' });
  });

  test('by millions of cells with a format and nothing else', () => {
    const budget = new CellBudget(bytesSource('a.xlsx', ''));
    const rows = new XlsxRows({ sheets: [], strings: new StringStore(), dateKinds: [], is1904: false }, budget, 1_000);
    const blankCell = () => {
      rows.open('c', { s: '1' });
      rows.close('c');
    };
    rows.open('row', {});
    budget.addBlank(7_999_999);
    blankCell();
    expect(blankCell).toThrow(expect.objectContaining({ code: 'TOO_MANY_EMPTY_CELLS' }));
  });

  test('by a single text without end, and by elements without end', async () => {
    const long = sheet(`<worksheet><sheetData><row><c t="str"><v>${'x'.repeat(17 * 1024 * 1024)}`);
    expect(await failureOf(makeWorkbook({ sheets: [long] }))).toMatchObject({ code: 'DAMAGED_FILE' });
    expect(await failureOf(makeWorkbook({ sheets: [sheet('<a>'.repeat(100_000))] }))).toMatchObject({
      code: 'DAMAGED_FILE',
    });
  });

  test.each([
    ['a cell beyond the last column', '<row><c r="ZZZZZ1"><v>1</v></c></row>', 'TOO_MANY_COLUMNS'],
    ['a row beyond the last', '<row r="99999999"><c><v>1</v></c></row>', 'DAMAGED_FILE'],
    ['rows that go back', '<row r="-5"><c r="1"><v>1</v></c></row>', undefined],
    ['text that is no XML', '<row><c></row>', 'DAMAGED_FILE'],
  ])('by %s', async (_, rows, code) => {
    const found = await failureOf(makeWorkbook({ sheets: [header + rowXml(2, ['a', 'b']) + rows] }));
    expect(found.code).toBe(code);
  });

  test('by names that are parts of every object', async () => {
    const rows = rowXml(1, ['title', '__proto__', 'constructor', 'toString']) + rowXml(2, ['a', 'b', 'c', 'd']);
    const { documents } = await readText('a.xlsx', makeWorkbook({ sheets: [rows] }));
    expect(documents[0]?.metadata).toEqual({ '__proto__ (column 2)': 'b', constructor: 'c', toString: 'd' });
  });

  test('by NULs and halves of characters', async () => {
    const rows = rowXml(1, ['title']) + rowXml(2, ['a_x0000_b_xD83D_c']);
    const { documents } = await readText('a.xlsx', makeWorkbook({ sheets: [rows] }));
    expect(documents[0]).toMatchObject({ title: 'ab\uFFFDc' });
    expect(documents[0]?.warnings.map(({ code }) => code)).toEqual(['NUL_REMOVED', 'LONE_SURROGATE', 'MISSING_TEXT']);
  });
});

describe('a workbook that cannot be read', () => {
  test('because of a password: the package within an OLE container', async () => {
    const found = await failureOf(oleFile(['Root Entry', 'EncryptionInfo', 'EncryptedPackage']));
    expect(found).toMatchObject({ code: 'ENCRYPTED_FILE' });
    expect(found.message).toContain('password');
  });

  test('because of a password: the entries of the ZIP', async () => {
    const found = await failureOf(makeZip([{ name: 'xl/workbook.xml', content: 'x', isEncrypted: true }]));
    expect(found).toMatchObject({ code: 'ENCRYPTED_FILE' });
  });

  test('because it is of the old kind: how to go on is said', async () => {
    const { failure } = await readText('a.xls', oleFile(['Root Entry', 'Workbook']));
    expect(failure).toMatchObject({ code: 'UNSUPPORTED_FORMAT', detected: 'xls' });
    expect(failure?.message).toContain('save it as XLSX');
    const binary = await readText('a.xlsb', makeZip([{ name: 'xl/workbook.bin', content: 'x' }]));
    expect(binary.failure).toMatchObject({ code: 'UNSUPPORTED_FORMAT', detected: 'xlsb' });
  });

  test.each([
    ['a sheet', 'xl/worksheets/sheet2.xml', 'names a sheet "Sheet 2" that it does not hold'],
    ['where its sheets are', 'xl/_rels/workbook.xml.rels', 'names a sheet "Sheet 1" that it does not hold'],
    ['its texts', 'xl/sharedStrings.xml', 'texts of its cells'],
    ['its workbook', 'xl/workbook.xml', 'has no workbook'],
  ])('because %s is missing', async (_, part, said) => {
    const shared = '<sst><si><t>title</t></si><si><t>x</t></si></sst>';
    const cells = '<row r="1"><c t="s"><v>0</v></c></row><row r="2"><c t="s"><v>1</v></c></row>';
    const whole = makeWorkbook({ sheets: [cells, cells], shared });
    expect((await readText('a.xlsx', whole)).documents).toHaveLength(1);
    const failure = await failureOf(withoutPart(whole, part));
    expect(failure).toMatchObject({ code: 'DAMAGED_FILE' });
    expect(failure?.message).toContain(said);
  });

  test('because its end is missing', async () => {
    const whole = makeWorkbook({ sheets: [header + rowXml(2, ['a', 'b'])], extra: [{ name: 'word/x', content: 'x' }] });
    expect(await failureOf(whole.subarray(0, whole.length - 40))).toMatchObject({ code: 'DAMAGED_FILE' });
  });
});

/** A part that nobody finds under its name, in the directory and before its bytes alike. */
function withoutPart(zip: Buffer, name: string): Buffer {
  const from = zip.toString('latin1');
  return Buffer.from(from.replaceAll(name, name.replace(/^.{3}/, 'xl_')), 'latin1');
}

/** An OLE container with empty streams of these names in its first sector. */
function oleFile(names: readonly string[]): Buffer {
  const file = Buffer.alloc(512 * 3, 0xff);
  file.fill(0, 0, 512);
  Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1').copy(file);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  file.writeUInt32LE(0, 76);
  file.fill(0, 1024);
  for (const [index, name] of names.entries()) {
    const at = 1024 + 128 * index;
    file.write(name, at, 'utf16le');
    file.writeUInt16LE(2 * name.length + 2, at + 64);
  }
  return file;
}
