import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { previewFile } from '@/ingestion/preview';
import { readDocumentsInChild } from '@/ingestion/read-in-child';
import { makeWorkbook, rowXml } from '@/ingestion/testing/make-workbook';
import { bytesSource, collect, fixture, readAll, squeezed } from '@/ingestion/testing/read-all';
import { IngestionError } from '@/ingestion/types';

const word = fc
  .string({ unit: fc.constantFrom(...'abcXYZ é中😀,;"\n\'-&<>_x0'), minLength: 1, maxLength: 40 })
  .map((text) => `w${text}w`);
const day = fc.date({ min: new Date('1901-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
const iso = (date: Date) => date.toISOString().slice(0, 10);
const row = fc.record({
  title: word,
  text: word,
  count: fc.option(fc.maxSafeInteger()),
  score: fc.option(fc.double({ min: -1e15, max: 1e15, noNaN: true })),
  included: fc.option(fc.boolean()),
  seen: fc.option(day),
});
const rows = fc.array(row, { minLength: 1, maxLength: 12 });
const zeroOf = (value: number) => (value === 0 ? 0 : value);

describe('a table that another writer wrote comes back', () => {
  test('as XLSX by write-excel-file', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 0, max: 3 }), async (written, blankRows) => {
        const header = ['title', 'text', 'count', 'score', 'included', 'seen'].map((value) => ({ value }));
        const cells = written.map(({ title, text, count, score, included, seen }) => [
          { value: title },
          { value: text },
          count === null ? null : { value: count },
          score === null ? null : { value: score },
          included === null ? null : { value: included },
          seen === null ? null : { value: new Date(iso(seen)), format: 'yyyy-mm-dd' },
        ]);
        const blank = Array.from({ length: blankRows }, () => [null]);
        const file = await writeExcelFile([...blank, header, ...cells]).toBuffer();
        const { documents, counts } = await readAll(bytesSource('a.xlsx', file));
        expect(counts).toMatchObject({ read: written.length, accepted: written.length });
        expect(documents.map(({ line }) => line)).toEqual(written.map((_, index) => blankRows + index + 2));
        expect(documents.map(seenOf)).toEqual(written.map(expectedOf));
      }),
      { numRuns: 60 },
    );
  });

  test('as Parquet by hyparquet-writer, in row groups and pages of any size', async () => {
    const sizes = fc.record({
      rowGroupSize: fc.integer({ min: 1, max: 20 }),
      pageSize: fc.integer({ min: 1, max: 500 }),
    });
    await fc.assert(
      fc.asyncProperty(rows, sizes, fc.constantFrom('SNAPPY', 'UNCOMPRESSED'), async (written, size, codec) => {
        const column = <K extends keyof (typeof written)[number]>(name: K) => written.map((each) => each[name]);
        const file = parquetWriteBuffer({
          codec: codec as 'SNAPPY',
          ...size,
          columnData: [
            { name: 'title', data: column('title'), type: 'STRING' },
            { name: 'text', data: column('text'), type: 'STRING' },
            {
              name: 'count',
              data: column('count').map((value) => (value === null ? null : BigInt(value))),
              type: 'INT64',
            },
            { name: 'score', data: column('score'), type: 'DOUBLE' },
            { name: 'included', data: column('included'), type: 'BOOLEAN' },
            {
              name: 'seen',
              data: column('seen').map((value) => (value === null ? null : new Date(iso(value)))),
              type: 'TIMESTAMP',
            },
          ],
        });
        const { documents, counts } = await readAll(bytesSource('a.parquet', Buffer.from(file)));
        expect(counts).toMatchObject({ read: written.length, accepted: written.length });
        expect(documents.map(seenOf)).toEqual(written.map(expectedOf));
      }),
      { numRuns: 100 },
    );
  });
});

type Written = (typeof rows extends fc.Arbitrary<infer T> ? T : never)[number];

function seenOf({ title, text, metadata }: { title: string | null; text: string; metadata: Record<string, unknown> }) {
  const { count, score, included, seen } = metadata;
  return { title, text, count, score, included, seen: String(seen).slice(0, 10) };
}

function expectedOf({ title, text, count, score, included, seen }: Written) {
  return {
    title: squeezed(title),
    text,
    count: count === null ? undefined : zeroOf(count),
    score: score === null ? undefined : zeroOf(score),
    included: included ?? undefined,
    seen: seen === null ? 'undefined' : iso(seen),
  };
}

const REAL = [
  'xlsx/openpyxl__references.xlsx',
  'xlsx/frictionless-py__preserve-formatting.xlsx',
  'parquet/pyarrow__every-type.parquet',
  'parquet/parquet-testing__alltypes_plain.parquet',
  'parquet/parquet-testing__byte_array_decimal.parquet',
];
const damage = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 0.9999, noNaN: true }), byte: fc.integer({ min: 0, max: 255 }) }),
  {
    minLength: 1,
    maxLength: 8,
  },
);

function damaged(bytes: Buffer, changes: ReadonlyArray<{ at: number; byte: number }>, keep = 1): Buffer {
  const copy = Buffer.from(bytes.subarray(0, Math.ceil(bytes.length * keep)));
  for (const { at, byte } of changes) copy[Math.floor(at * copy.length)] = byte;
  return copy;
}

describe('a real file with any bytes changed', () => {
  test.each(REAL)('is read or refused with a code: %s', async (path) => {
    const bytes = readFileSync(fixture(path));
    const keep = fc.oneof(fc.constant(1), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(damage, keep, async (changes, kept) => {
        const source = bytesSource('a', damaged(bytes, changes, kept));
        const { counts, failure, documents, rejected } = await readAll(source);
        expect(counts === null).toBe(failure !== null);
        if (counts !== null)
          expect([counts.read, counts.rejected]).toEqual([documents.length + rejected.length, rejected.length]);
        const preview = await previewFile(source).catch((error: unknown) => error);
        expect(preview instanceof Error && !(preview instanceof IngestionError)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test('is read or refused with a code: the XML within a workbook', async () => {
    const xml = rowXml(1, ['title', 'text', 'n']) + rowXml(2, ['a', 'b', 3]) + rowXml(4, [null, 'c & d', 4.5]);
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const sheet = damaged(
          Buffer.from(`<?xml version="1.0"?><worksheet><sheetData>${xml}</sheetData></worksheet>`),
          changes,
        );
        const { counts, failure } = await readAll(
          bytesSource('a.xlsx', makeWorkbook({ sheets: [sheet.toString('latin1')] })),
        );
        expect(counts === null).toBe(failure !== null);
      }),
      { numRuns: 300 },
    );
  });

  test('never ends the reading process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'winnow-tables-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    for (const [index, path] of REAL.entries()) {
      const [changes = []] = fc.sample(damage, { numRuns: 1, seed: index });
      const file = join(folder, `${index}.bin`);
      writeFileSync(file, damaged(readFileSync(fixture(path)), changes));
      const here = await readAll(bytesSource('upload', readFileSync(file)));
      const { failure, counts } = await collect(readDocumentsInChild(file, 'upload'));
      expect([failure?.code, counts]).toEqual([here.failure?.code, here.counts]);
    }
  });
});
