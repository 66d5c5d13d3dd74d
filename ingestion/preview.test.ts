import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { previewFile } from '@/ingestion/preview';
import { previewInChild } from '@/ingestion/read-in-child';
import { buildZip } from '@/ingestion/testing/build-zip';
import { bytesSource, fileSource, fixture } from '@/ingestion/testing/read-all';
import type { FilePreview } from '@/ingestion/types';

function previewText(name: string, content: string | Buffer): Promise<FilePreview> {
  return previewFile(bytesSource(name, content));
}

/** 'name → role filled' of every column. */
function columnsOf({ columns }: FilePreview): string[] {
  return (columns ?? []).map(({ name, role, filledShare }) => `${name} → ${role} ${filledShare}`);
}

describe('a look at a table', () => {
  test('names its columns, what they would become and what they hold', async () => {
    const preview = await previewText(
      'refs.csv',
      'id;title;abstract;included;title\n1;Aspirin;We gave aspirin.;1;\n2;Statins;;0;\n',
    );
    expect(preview).toMatchObject({ format: 'csv', encoding: 'utf-8', delimiter: ';', rowsRead: 2, columnsLeftOut: 0 });
    expect(columnsOf(preview)).toEqual([
      'id → externalId 1',
      'title → title 1',
      'abstract → text 0.5',
      'included → null 1',
      'title (column 5) → null 0',
    ]);
    expect(preview.columns?.[3]?.samples).toEqual(['1', '0']);
    expect(preview.rows[1]?.map(({ name, value }) => [name, value])).toEqual([
      ['id', '2'],
      ['title', 'Statins'],
      ['included', '0'],
    ]);
    expect(preview.notices.map(({ code }) => code)).toEqual(['HEADER_RENAMED']);
  });

  test('shows a title that is a list of one as the import stores it', async () => {
    const crossref = { message: { items: [{ title: ['Aspirin'], abstract: 'We gave it.', link: ['a', 'b'] }] } };
    const { rows } = await previewText('found.json', JSON.stringify(crossref));
    expect(rows[0]?.map(({ value }) => value)).toEqual(['Aspirin', 'We gave it.', '["a","b"]']);
  });

  test('says which of two columns of one meaning is used, and which is guessed', async () => {
    const two = await previewText('a.csv', 'abstract,text\n,x\ny,z\n');
    expect(columnsOf(two)).toEqual(['abstract → null 0.5', 'text → text 1']);
    const guessed = await previewText('b.csv', 'code,finding\n7,A cough of three weeks\n');
    expect(columnsOf(guessed)).toEqual(['code → null 1', 'finding → text 1']);
  });

  test('shows ten rows, reads a hundred, and shortens long values', async () => {
    const preview = await previewText('long.tsv', `title\ttext\n${`a\t${'é'.repeat(301)}\n`.repeat(300)}`);
    expect(preview).toMatchObject({ format: 'tsv', rowsRead: 100 });
    expect(preview.rows).toHaveLength(10);
    expect(preview.rows[0]?.[1]).toEqual({ name: 'text', value: 'é'.repeat(300), isShortened: true });
    expect(preview.rows[0]?.[0]?.isShortened).toBe(false);
    expect(preview.columns?.[1]?.samples).toEqual(['é'.repeat(300)]);
  });

  test('with a header alone, with thousands of columns, with names nobody chooses from', async () => {
    expect(columnsOf(await previewText('h.csv', 'title,abstract\n'))).toEqual(['title → null 0', 'abstract → null 0']);
    const names = Array.from({ length: 1_200 }, (_, index) => `c${index}`);
    const wide = await previewText('w.csv', `title,${'n'.repeat(400)},${names}\n${names},1,2\n`);
    expect(wide.columns).toHaveLength(500);
    expect(wide.columnsLeftOut).toBe(702);
  });

  test('with hostile names, holds them as data', async () => {
    const preview = await previewText('p.csv', '__proto__,constructor,title\na,b,c\n');
    expect(preview.columns?.map(({ name }) => name)).toEqual(['__proto__ (column 1)', 'constructor', 'title']);
  });
});

describe('a look at JSON', () => {
  test('lists the keys of all records, those inside meta too', async () => {
    const preview = await previewText(
      'a.jsonl',
      '{"text":"a","meta":{"title":"T","text":"no","n":[1,2]}}\n{"text":"b","url":"https://x.org","meta":"{\\"doi\\":\\"10.1000/x\\"}"}\n',
    );
    expect(columnsOf(preview)).toEqual([
      'text → text 1',
      'meta → null 1',
      'meta.title → title 0.5',
      'meta.text → null 0.5',
      'meta.n → null 0.5',
      'meta.doi → doi 0.5',
      'url → url 0.5',
    ]);
    expect(preview.rows[0]?.find(({ name }) => name === 'meta.n')?.value).toBe('[1,2]');
  });

  test('of an array is the same', async () => {
    expect(columnsOf(await previewText('a.json', '[{"title": "a", "x": 1}, 3]'))).toEqual([
      'title → title 1',
      'x → null 1',
    ]);
  });
});

test('a format without columns says so', async () => {
  const preview = await previewFile(fileSource(fixture('ris/asreview___baseline.ris')));
  expect(preview).toMatchObject({ format: 'ris', encoding: 'utf-8-bom', columns: null, rows: [] });
});

test('a look by the reading process is the same', async () => {
  const path = fixture('csv/asreview__record_id.csv');
  const source = fileSource(path);
  expect(await previewInChild(path, source.name)).toEqual(await previewFile(source));
});

test.each([
  ['zip', 'zip/frictionless-py__table-multiple-files.zip'],
  ['pdf', 'pdf/jabref__metaData.pdf'],
  ['docx', 'docx/mammoth.js__simple-list.docx'],
])('a look at %s says what it is: it has no columns to map', async (format, path) => {
  expect(await previewFile(fileSource(fixture(path)))).toMatchObject({ format, encoding: null, columns: null });
});

describe('a look at an archive that holds one table', () => {
  const TABLE = 'Kop;Samenvatting\nAspirine;Wij gaven aspirine.\n';
  const gz = (content: string | Buffer) => gzipSync(content);
  const zip = (...parts: Parameters<typeof buildZip>[0]) => buildZip(parts);
  const junk = { name: '__MACOSX/._a.csv', content: 'x' };

  test.each([
    ['refs.csv.gz', gz(TABLE), 'refs.csv'],
    ['refs.zip', zip({ name: 'folder/', content: '' }, { name: 'folder/a.csv', content: TABLE }, junk), 'folder/a.csv'],
    ['refs.zip', zip({ name: 'a.csv.gz', content: gz(TABLE), method: 0 }), 'a.csv.gz/a.csv'],
  ])('%s: is that of the table', async (name, bytes, member) => {
    const plain = await previewText('refs.csv', TABLE);
    expect(await previewText(name, bytes)).toEqual({ ...plain, member });
  });

  test('of a workbook, a Parquet file and JSON is theirs too', async () => {
    for (const path of ['xlsx/openpyxl__references.xlsx', 'parquet/pyarrow__every-type.parquet']) {
      const plain = await previewFile(fileSource(fixture(path)));
      const packed = await previewText('refs.gz', gz(readFileSync(fixture(path))));
      expect(packed).toEqual({ ...plain, member: 'refs' });
    }
    const json = await previewText('refs.zip', zip({ name: 'a.json', content: '[{"title":"A"}]' }));
    expect([json.format, json.member, columnsOf(json)]).toEqual(['json', 'a.json', ['title → title 1']]);
  });

  test('by the reading process is the same', async () => {
    const path = fixture('zip/frictionless-py__table.csv.zip');
    const source = fileSource(path);
    const preview = await previewInChild(path, source.name);
    expect(preview).toEqual(await previewFile(source));
    expect([preview.format, preview.member]).toEqual(['csv', 'table.csv']);
  });

  test.each([
    ['two tables', zip({ name: 'a.csv', content: TABLE }, { name: 'b.csv', content: TABLE })],
    ['a table and a picture', zip({ name: 'a.csv', content: TABLE }, { name: 'b.png', content: '\x89PNG' })],
    ['a text', zip({ name: 'a.txt', content: 'Some words.' })],
    ['an encrypted table', zip({ name: 'a.csv', content: TABLE, flags: 1 })],
    ['a damaged table', zip({ name: 'a.csv', content: TABLE, crc: 1 })],
    ['a table of other bytes', zip({ name: 'a.csv', content: '\0\0\0\x01' })],
    ['nothing', zip()],
    [
      'a table in an archive in an archive in an archive',
      zip({ name: 'b.zip', content: zip({ name: 'c.zip', content: zip({ name: 'a.csv', content: TABLE }) }) }),
    ],
  ])('has no columns to map where it holds %s: reading it tells the rest', async (_, bytes) => {
    expect(await previewText('refs.zip', bytes)).toMatchObject({ format: 'zip', columns: null, member: null });
  });

  test('fails where a person’s way of reading fails, instead of going on without asking', async () => {
    const bytes = gz(Buffer.from([0x4b, 0x6f, 0x70, 0x00, 0x00, 0x3b]));
    await expect(previewFile(bytesSource('a.csv.gz', bytes), { encoding: 'utf-8' })).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
    });
  });
});

test.each([
  ['UNREADABLE_FILE', 'gone.csv'],
  ['SCANNED_PDF', 'pdf/jabref__empty.pdf'],
])('a look fails as reading does: %s', async (code, path) => {
  await expect(previewInChild(fixture(path), 'x.bin')).rejects.toMatchObject({ code });
});

describe('a look at a binary table', () => {
  test('of a workbook shows the sheet that will be read', async () => {
    const preview = await previewFile(fileSource(fixture('xlsx/openpyxl__references.xlsx')));
    expect(preview).toMatchObject({ format: 'xlsx', encoding: null, delimiter: null, rowsRead: 3 });
    expect(preview.columns?.find(({ name }) => name === 'title')).toMatchObject({
      role: 'title',
      samples: ['Aspirin é😀', 'Statins'],
    });
    expect(preview.columns?.at(-1)).toMatchObject({ name: 'column 20', role: null, filledShare: 1 / 3 });
    expect(preview.notices.map(({ code }) => code)).toContain('OTHER_SHEETS');
    expect(preview.rows[1]).toContainEqual({ name: 'included', value: 'false', isShortened: false });
  });

  test('of Parquet shows what is inside meta', async () => {
    const preview = await previewFile(fileSource(fixture('parquet/pyarrow__every-type.parquet')));
    expect(preview).toMatchObject({ format: 'parquet', rowsRead: 60 });
    expect(preview.columns?.filter(({ role }) => role !== null).map(({ name, role }) => [name, role])).toEqual([
      ['id', 'externalId'],
      ['title', 'title'],
      ['text', 'text'],
      ['authors', 'authors'],
      ['meta.doi', 'doi'],
      ['meta.journal', 'journal'],
      ['date', 'year'],
    ]);
  });
});
