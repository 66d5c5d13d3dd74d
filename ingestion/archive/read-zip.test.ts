import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildZip, type ZipPart } from '@/ingestion/testing/build-zip';
import {
  codesOf,
  digest,
  fileSource,
  fixture,
  type ReadFile,
  readAll,
  readText,
  squeezed,
} from '@/ingestion/testing/read-all';
import type { RecordIssue } from '@/ingestion/types';

const CSV = 'title,abstract\nA trial of aspirin,We followed 120 women.\n';
const NOTE: ZipPart = { name: 'note.txt', content: 'A note of some words.' };
const BOMB = Buffer.alloc(64 * 1024 * 1024, 'word ');

function readZip(parts: readonly ZipPart[], entryCount?: number): Promise<ReadFile> {
  return readText('upload.zip', buildZip(parts, entryCount));
}

/** As 'path CODE'. */
function filesOf(issues: readonly RecordIssue[]): string[] {
  return issues.map(({ file, code }) => `${file} ${code}`);
}

describe('real archives', () => {
  test('a ZIP whose first file is a PDF that is not packed is a ZIP all the same', async () => {
    const pdf = { name: 'a.pdf', content: readFileSync(fixture('pdf/pypdf__hello-world.pdf')), method: 0 };
    const { documents, counts } = await readZip([pdf, NOTE]);
    expect(documents.map(({ metadata }) => metadata.archivePath)).toEqual(['a.pdf', 'note.txt']);
    expect(counts).toMatchObject({ read: 2, accepted: 2 });
  });

  test('a ZIP of two tables holds what Python finds', async () => {
    const { documents, counts } = await readAll(fileSource(fixture('zip/frictionless-py__table-multiple-files.zip')));
    expect(counts).toEqual({ read: 4, accepted: 4, repaired: 0, rejected: 0 });
    expect(documents.map(({ title, metadata }) => [title, metadata.archivePath])).toEqual([
      ['中国人', 'table-reverse.csv'],
      ['english', 'table-reverse.csv'],
      ['english', 'table.csv'],
      ['中国人', 'table.csv'],
    ]);
  });

  test('an ASReview project gives its dataset with the labels, and says what it leaves', async () => {
    const path = 'asreview_project/asreview__asreview-demo-project-invalid-classifier-v2.asreview';
    const { documents, counts, warnings, events } = await readAll(fileSource(fixture(path)));
    expect(events[0]).toMatchObject({ type: 'started', format: 'asreview', encoding: null });
    // Python 3.11, zipfile and csv.
    expect(counts).toEqual({ read: 100, accepted: 100, repaired: 0, rejected: 0 });
    expect(digest(documents.map(({ title }) => squeezed(title)))).toBe('6994f9dcc1a7b0a1');
    expect(digest(documents.map(({ text }) => squeezed(text)))).toBe('bc46fea0ebe1ff65');
    expect(documents.filter(({ metadata }) => metadata.label_included === '1')).toHaveLength(10);
    expect(codesOf(warnings)).toEqual(['ENTRIES_SKIPPED']);
    expect(warnings[0]?.message).toContain('21 other entries');
  });

  test('a project without a dataset says so', async () => {
    const { failure } = await readZip([
      { name: 'project.json', content: '{}' },
      { name: 'data_store.db', content: 'x' },
    ]);
    expect(failure).toMatchObject({ code: 'NO_RECORDS' });
    expect(failure?.message).toContain('Export the dataset');
  });
});

describe('files of an archive', () => {
  test('are read each as it is read alone, whatever their formats, and add up', async () => {
    const { documents, counts, warnings, rejected, events } = await readZip([
      { name: 'tables/', content: '' },
      { name: '__MACOSX/tables/._a.csv', content: '\0\x05' },
      { name: 'tables/.DS_Store', content: '\0\0\0\x01Bud1' },
      { name: 'tables/a.csv', content: `${CSV}one,two,three\n` },
      { name: 'book.xlsx', content: readFileSync(fixture('xlsx/frictionless-py__table-output.xlsx')) },
      { name: 'Grüße.txt', content: Buffer.from('Grüße aus Wien.', 'latin1'), method: 0 },
      { name: 'wide.txt', content: Buffer.from('\uFEFFGrüße aus Graz.', 'utf16le') },
      { name: 'photo.jpg', content: Buffer.from('\xff\xd8\xff\xe0 picture', 'latin1') },
    ]);
    expect(events[0]).toEqual({ type: 'started', format: 'zip', encoding: null, delimiter: null, columns: null });
    const book = await readAll(fileSource(fixture('xlsx/frictionless-py__table-output.xlsx')));
    const bookCount = book.counts?.read ?? 0;
    expect(counts).toEqual({ read: 5 + bookCount, accepted: 3 + bookCount, repaired: 0, rejected: 2 });
    expect(documents.map(({ text }) => text)).toEqual([
      'We followed 120 women.',
      ...book.documents.map(({ text }) => text),
      'Grüße aus Wien.',
      'Grüße aus Graz.',
    ]);
    expect(filesOf(rejected)).toEqual(['tables/a.csv WRONG_COLUMN_COUNT', 'photo.jpg UNSUPPORTED_FORMAT']);
    expect(rejected[0]?.line).toBe(3);
    expect(filesOf(warnings)).toEqual(
      expect.arrayContaining(['undefined ENTRIES_SKIPPED', 'Grüße.txt ENCODING_GUESSED', 'wide.txt ENTRY_ENCODING']),
    );
  });

  test('with sizes behind their content, or of 64 bits, are read like others', async () => {
    const { documents, rejected } = await readZip([
      { ...NOTE, name: 'behind.txt', hasDescriptor: true },
      { ...NOTE, name: 'wide.txt', isZip64: true },
    ]);
    expect(documents.map(({ metadata }) => metadata.archivePath)).toEqual(['behind.txt', 'wide.txt']);
    expect(rejected).toEqual([]);
  });

  test('lie in an archive within the archive at most', async () => {
    const inner = buildZip([{ name: 'a.csv', content: CSV }]);
    const two = buildZip([{ name: 'inner.zip', content: inner }]);
    const { documents, rejected } = await readZip([
      { name: 'one.zip', content: inner },
      { name: 'b.csv.gz', content: gzipSync(CSV.replace('trial', 'cohort')), method: 0 },
      { name: 'two.zip', content: two },
    ]);
    expect(documents.map(({ metadata }) => metadata.archivePath)).toEqual(['one.zip/a.csv', 'b.csv.gz/b.csv']);
    expect(filesOf(rejected)).toEqual(['two.zip/inner.zip ARCHIVE_TOO_DEEP']);
  });

  test('of the same name are both read', async () => {
    const { documents, warnings } = await readZip([NOTE, { ...NOTE, content: 'Another note.' }]);
    expect(documents.map(({ text }) => text)).toEqual(['A note of some words.', 'Another note.']);
    expect(filesOf(warnings)).toEqual(['note.txt DUPLICATE_ENTRY']);
  });
});

describe('a hostile entry is told, and its neighbours are read', () => {
  test.each([
    ['a link', 'NOT_A_FILE', { name: 'evil', content: '/etc/passwd', unixMode: 0o120777 }],
    ['an encrypted file', 'ENCRYPTED_FILE', { name: 'evil', content: 'xxxxxxxxxxxxxxxx', flags: 1 }],
    ['an unknown method', 'UNSUPPORTED_COMPRESSION', { name: 'evil', content: 'xxxx', method: 93 }],
    ['a wrong checksum', 'DAMAGED_FILE', { name: 'evil.txt', content: 'Some words.', crc: 1 }],
    ['more than it says', 'ENTRY_SIZE_WRONG', { name: 'evil.txt', content: 'Some words.', unpackedSize: 4 }],
    ['less than it says', 'ENTRY_SIZE_WRONG', { name: 'evil.txt', content: 'Some words.', unpackedSize: 400 }],
    ['a bomb', 'DECOMPRESSION_BOMB', { name: 'evil.csv', content: BOMB }],
    ['a bomb that says it is none', 'ENTRY_SIZE_WRONG', { name: 'evil.csv', content: BOMB, unpackedSize: 100 }],
    ['nothing', 'EMPTY_FILE', { name: 'evil.csv', content: '' }],
  ] as const)('%s: %s', async (_, code, part) => {
    const { documents, rejected, counts } = await readZip([part, NOTE]);
    expect(filesOf(rejected)).toEqual([`${part.name} ${code}`]);
    expect(documents.map(({ text }) => text)).toEqual([NOTE.content]);
    expect(counts).toEqual({ read: 2, accepted: 1, repaired: 0, rejected: 1 });
  });

  test('bytes that are no deflate', async () => {
    const bytes = buildZip([{ ...NOTE, name: 'evil.txt' }, NOTE]);
    bytes.fill(0xff, 38, 52);
    const { rejected, documents } = await readText('upload.zip', bytes);
    expect(filesOf(rejected)).toEqual(['evil.txt DAMAGED_FILE']);
    expect(documents).toHaveLength(1);
  });

  test('files that share their bytes', async () => {
    const { rejected, documents } = await readZip([
      { ...NOTE, name: 'a.txt' },
      { ...NOTE, name: 'b.txt', placeOf: 0 },
      NOTE,
    ]);
    expect(filesOf(rejected)).toEqual(['a.txt OVERLAPPING_ENTRIES', 'b.txt OVERLAPPING_ENTRIES']);
    expect(documents).toHaveLength(1);
  });

  test.each([
    ['../../etc/passwd', '../../etc/passwd'],
    ['..\\..\\boot.txt', '../../boot.txt'],
    ['/etc/passwd', '/etc/passwd'],
    ['C:\\autoexec.txt', 'C:/autoexec.txt'],
    ['invoice\u202efdp.txt', 'invoice\uFFFDfdp.txt'],
    ['a\0b.txt', 'a\uFFFDb.txt'],
    [`${'x'.repeat(2_000)}.txt`, 'x'.repeat(1_024)],
    ['', '(no name)'],
  ])('the name %j is shown and reaches nothing', async (name, shown) => {
    const { documents, warnings } = await readZip([{ ...NOTE, name }]);
    expect(documents.map(({ metadata }) => metadata.archivePath)).toEqual([shown]);
    expect(filesOf(warnings)).toEqual([`${shown} ODD_ENTRY_NAME`]);
  });
});

describe('an archive that fails as a whole', () => {
  test('has more files than are read, or says so', async () => {
    const many = Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}.txt`, content: 'a', method: 0 }));
    expect((await readZip(many)).failure?.code).toBe('TOO_MANY_ENTRIES');
    expect((await readZip([NOTE], 60_000)).failure?.code).toBe('TOO_MANY_ENTRIES');
  });

  test('is many small bombs', async () => {
    const small = { content: Buffer.alloc(9 * 1024 * 1024, 'word ') };
    const bombs = Array.from({ length: 60 }, (_, at) => ({ ...small, name: `${at}.txt` }));
    expect((await readZip(bombs)).failure?.code).toBe('ARCHIVE_TOO_LARGE');
  });

  test('holds no file', async () => {
    expect((await readZip([])).failure?.code).toBe('NO_RECORDS');
    expect((await readZip([{ name: 'folder/', content: '' }])).failure?.code).toBe('NO_RECORDS');
  });

  test('is cut off before its directory', async () => {
    const bytes = buildZip([NOTE, NOTE]);
    expect((await readText('upload.zip', bytes.subarray(0, bytes.length - 30))).failure?.code).toBe('DAMAGED_FILE');
  });

  test('is not what its entries beyond the counted ones are: those are told', async () => {
    const { documents, rejected } = await readZip([NOTE, { ...NOTE, name: 'hidden.txt' }], 1);
    expect(documents).toHaveLength(1);
    expect(filesOf(rejected)).toEqual(['undefined DAMAGED_FILE']);
  });

  test('is stopped on request', async () => {
    const controller = new AbortController();
    controller.abort();
    const { failure } = await readAll(fileSource(fixture('zip/frictionless-py__table-multiple-files.zip')), {
      signal: controller.signal,
    });
    expect(failure?.code).toBe('CANCELLED');
  });
});
