import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { buildSchema } from '@/ingestion/parquet/schema-tree';
import { type MadeParquet, makeParquet, plainTexts } from '@/ingestion/testing/make-parquet';
import { bytesSource, fixture, linesOf, readText } from '@/ingestion/testing/read-all';

const good: MadeParquet = { pages: [plainTexts(['one', 'two', 'three'])], rows: 3 };
const OPTIONAL: SchemaElement = {
  name: 'text',
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type: 'OPTIONAL',
};

async function failureOf(content: Buffer) {
  const { failure } = await readText('a.parquet', content);
  return failure?.code;
}

/** Definition levels as one run, before the values. */
function runOf(level: number, length: number): Buffer {
  const head: number[] = [];
  let rest = length * 2;
  for (; rest > 127; rest = Math.floor(rest / 128)) head.push((rest % 128) + 128);
  const run = Buffer.from([...head, rest, level]);
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(run.length);
  return Buffer.concat([prefix, run]);
}

test('the file that is made here can be read', async () => {
  const { documents, counts } = await readText('a.parquet', makeParquet(good));
  expect(documents.map(({ line, text }) => [line, text])).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ]);
  expect(counts).toMatchObject({ read: 3, accepted: 3 });
});

describe('a Parquet file that lies', () => {
  const whole = makeParquet(good);
  const footerAt = whole.length - 8 - whole.readUInt32LE(whole.length - 8);
  const withFooter = (...bytes: number[]) => {
    const footer = Buffer.from(bytes);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    return Buffer.concat([whole.subarray(0, footerAt), footer, length, Buffer.from('PAR1')]);
  };

  test.each([
    ['whose end is missing', whole.subarray(0, whole.length - 30)],
    ['that is its signature', Buffer.from('PAR1\0\0\0\0PAR1')],
    [
      'whose footer is longer than the file',
      Buffer.concat([whole.subarray(0, -8), Buffer.from([255, 255, 255, 127]), Buffer.from('PAR1')]),
    ],
    ['whose footer has a list of four billion', withFooter(0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x0f)],
    ['whose footer has a number without end', withFooter(0x16, ...new Array(2_000).fill(255))],
    ['whose footer is nested without end', withFooter(...new Array(50_000).fill(0x1c))],
    [
      'whose column lies before the file',
      makeParquet({
        ...good,
        change: ({ row_groups }) =>
          void Object.assign(row_groups[0]?.columns[0]?.meta_data ?? {}, { data_page_offset: -9n }),
      }),
    ],
    [
      'whose column lies behind the file',
      makeParquet({
        ...good,
        change: ({ row_groups }) =>
          void Object.assign(row_groups[0]?.columns[0]?.meta_data ?? {}, { data_page_offset: 9_999_999_999n }),
      }),
    ],
    [
      'whose column is longer than the file',
      makeParquet({
        ...good,
        change: ({ row_groups }) =>
          void Object.assign(row_groups[0]?.columns[0]?.meta_data ?? {}, { total_compressed_size: 1n << 60n }),
      }),
    ],
    ['whose column is another', makeParquet({ ...good, path: ['title'] })],
    [
      'whose row group lacks its column',
      makeParquet({ ...good, change: ({ row_groups }) => void row_groups[0]?.columns.pop() }),
    ],
    ['that says fewer rows than it has', makeParquet({ ...good, rows: 2 })],
    ['that says more rows than it has', makeParquet({ ...good, rows: 4_000 })],
    ['that has fewer than no rows', makeParquet({ ...good, rows: -1 })],
    [
      'whose page is longer than its column',
      makeParquet({ pages: [{ ...plainTexts(['a']), saysPacked: 1_000 }], rows: 1 }),
    ],
    ['whose page is of negative length', makeParquet({ pages: [{ ...plainTexts(['a']), saysPacked: -3 }], rows: 1 })],
    [
      'whose values are fewer than it says',
      makeParquet({ pages: [{ ...plainTexts(['a']), valueCount: 500 }], rows: 500 }),
    ],
    [
      'whose text is longer than its page',
      makeParquet({ pages: [{ data: Buffer.from([255, 255, 255, 127, 97]), valueCount: 1 }], rows: 1 }),
    ],
    [
      'whose page says another length unpacked',
      makeParquet({ pages: [{ ...plainTexts(['a']), saysUnpacked: 3 }], rows: 1 }),
    ],
    ['whose page is not packed as it says', makeParquet({ pages: [plainTexts(['a'])], rows: 1, codec: 'ZSTD' })],
    [
      'whose schema is nested without end',
      makeParquet({
        ...good,
        schema: [
          ...Array.from(
            { length: 500 },
            (_, index): SchemaElement => ({ name: `g${index}`, num_children: 1, repetition_type: 'OPTIONAL' }),
          ),
          OPTIONAL,
        ],
      }),
    ],
  ])('%s: DAMAGED_FILE', async (_, content) => {
    expect(await failureOf(content)).toBe('DAMAGED_FILE');
  });

  test('whose run of levels would fill gigabytes: DAMAGED_FILE', async () => {
    const page = { data: runOf(0, 2 ** 30), valueCount: 10 };
    expect(await failureOf(makeParquet({ pages: [page], rows: 10, schema: [OPTIONAL] }))).toBe('DAMAGED_FILE');
  });

  test('whose run of indexes would fill gigabytes: DAMAGED_FILE', async () => {
    const indexes = {
      data: Buffer.concat([Buffer.from([8]), runOf(0, 2 ** 30).subarray(4)]),
      valueCount: 10,
      encoding: 8,
    };
    const pages = [{ ...plainTexts(['a']), type: 2 }, indexes];
    expect(await failureOf(makeParquet({ pages, rows: 10 }))).toBe('DAMAGED_FILE');
  });
});

test('a schema that names children it lacks is damage', () => {
  const schema = [{ name: 'root', num_children: 2_000_000_000 }, OPTIONAL];
  expect(() => buildSchema(schema, bytesSource('a.parquet', ''))).toThrow('more columns than it describes');
});

describe('a Parquet file that unpacks to far more than it is', () => {
  test('by rows of which nothing is stored: DECOMPRESSION_BOMB', async () => {
    const page = { data: runOf(0, 4_000_000), valueCount: 4_000_000 };
    expect(await failureOf(makeParquet({ pages: [page], rows: 4_000_000, schema: [OPTIONAL] }))).toBe(
      'DECOMPRESSION_BOMB',
    );
  });

  test('by a page larger than is read at once: PAGE_TOO_LARGE', async () => {
    const page = { ...plainTexts(['a']), saysUnpacked: 2_000_000_000 };
    expect(await failureOf(makeParquet({ pages: [page], rows: 1, codec: 'GZIP' }))).toBe('PAGE_TOO_LARGE');
    const many = { data: runOf(0, 1_000_000_000), valueCount: 1_000_000_000 };
    const rows = { pages: [many], rows: 1_000_000, schema: [OPTIONAL] };
    expect(await failureOf(makeParquet(rows))).toBe('PAGE_TOO_LARGE');
  });

  test('by a page that holds more than it says: DAMAGED_FILE, whatever the codec', async () => {
    const zeros = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const page = { data: zeros, valueCount: 1, saysUnpacked: 100 };
    expect(await failureOf(makeParquet({ pages: [page], rows: 1, codec: 'GZIP' }))).toBe('DAMAGED_FILE');
    // A frame of blocks that repeat one byte 131,071 times each.
    const block = [0xfa, 0xff, 0x0f, 0x41];
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, ...Array.from({ length: 4_000 }, () => block).flat()]);
    const packed = { data: frame, valueCount: 1, saysUnpacked: 100 };
    expect(await failureOf(makeParquet({ pages: [packed], rows: 1, codec: 'ZSTD' }))).toBe('DAMAGED_FILE');
  });

  test('by many pages: DECOMPRESSION_BOMB before one is unpacked', async () => {
    const page = { data: Buffer.from('x'), valueCount: 1, saysUnpacked: 100 * 1024 * 1024 };
    const pages = Array.from({ length: 12 }, () => page);
    expect(await failureOf(makeParquet({ pages, rows: 12, codec: 'GZIP' }))).toBe('DECOMPRESSION_BOMB');
  });
});

test('a codec that is not read is named', async () => {
  const { failure } = await readText('a.parquet', makeParquet({ ...good, codec: 'LZO' }));
  expect(failure).toMatchObject({ code: 'UNSUPPORTED_CODEC' });
  expect(failure?.message).toContain('LZO');
});

test.each(['footer', 'column'])('a file with an encrypted %s is told as such', async (part) => {
  const bytes = readFileSync(fixture(`parquet_bad/pyarrow__encrypted-${part}.parquet`));
  expect(await failureOf(bytes)).toBe('ENCRYPTED_FILE');
});

test('hostile names and texts are data', async () => {
  const schema: SchemaElement[] = [
    { name: '__proto__', num_children: 1, repetition_type: 'OPTIONAL' },
    { name: '__proto__', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  ];
  const page = { data: Buffer.concat([runOf(2, 1), plainTexts(['a\0b']).data]), valueCount: 1 };
  const { documents, rejected } = await readText('a.parquet', makeParquet({ pages: [page], rows: 1, schema }));
  expect([documents, linesOf(rejected)]).toEqual([[], ['1 EMPTY_RECORD']]);
  const named = { data: Buffer.concat([runOf(1, 1), plainTexts(['a']).data]), valueCount: 1 };
  const single = makeParquet({ pages: [named], rows: 1, schema: [{ ...OPTIONAL, name: '__proto__' }] });
  const { documents: found, warnings, events } = await readText('a.parquet', single);
  expect(events[0]).toMatchObject({ columns: ['__proto__ (column 1)'] });
  expect(found.map(({ text }) => text)).toEqual(['a']);
  expect(linesOf(warnings)).toEqual(['0 HEADER_RENAMED', '1 TEXT_COLUMN_GUESSED']);
  const text = { data: plainTexts(['a\0b', '\xff']).data, valueCount: 2 };
  const read = await readText('a.parquet', makeParquet({ pages: [text], rows: 2 }));
  expect(read.documents[0]).toMatchObject({ text: 'ab' });
  expect(read.documents[0]?.warnings.map(({ code }) => code)).toEqual(['NUL_REMOVED']);
});

test('a row longer than the limit is rejected, its neighbours are not', async () => {
  const file = makeParquet({ pages: [plainTexts(['one', 'x'.repeat(5_000), 'three'])], rows: 3 });
  const { rejected, documents } = await readText('a.parquet', file, { maxRecordLength: 1_000 });
  expect(linesOf(rejected)).toEqual(['2 RECORD_TOO_LARGE']);
  expect(documents.map(({ line }) => line)).toEqual([1, 3]);
});
