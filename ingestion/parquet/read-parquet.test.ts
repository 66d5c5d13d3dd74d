import { describe, expect, test } from 'vitest';
import { ColumnPages } from '@/ingestion/parquet/column-pages';
import { openParquet } from '@/ingestion/parquet/open-parquet';
import { readLeaf } from '@/ingestion/parquet/read-leaf';
import { readParquet } from '@/ingestion/parquet/read-parquet';
import { readDocumentsInChild } from '@/ingestion/read-in-child';
import { codesOf, collect, fileSource, fixture, readAll } from '@/ingestion/testing/read-all';
import type { JsonObject } from '@/ingestion/types';

/** Every row as the file has it. */
async function rowsOf(path: string): Promise<JsonObject[]> {
  const rows: JsonObject[] = [];
  for await (const item of readParquet(fileSource(fixture(path)), { mapping: { roles: {} } })) {
    if (item.kind === 'record') rows.push(JSON.parse(JSON.stringify(item.metadata)) as JsonObject);
  }
  return rows;
}

describe('real files hold what pyarrow 26.0.1 finds', () => {
  test('a dictionary, names and texts', async () => {
    const { documents, events } = await readAll(fileSource(fixture('parquet/frictionless-py__table.parq')));
    expect(events[0]).toMatchObject({ type: 'started', format: 'parquet', columns: ['id', 'name'] });
    expect(documents.map(({ line, externalId, title }) => [line, externalId, title])).toEqual([
      [1, '1', 'english'],
      [2, '2', '中国人'],
    ]);
  });

  test('plain types of an old writer, with times of 96 bits', async () => {
    const rows = await rowsOf('parquet/parquet-testing__alltypes_plain.parquet');
    expect(rows).toHaveLength(8);
    expect(rows[1]).toEqual({
      id: 5,
      bool_col: false,
      tinyint_col: 1,
      smallint_col: 1,
      int_col: 1,
      bigint_col: 10,
      float_col: 1.100000023841858,
      double_col: 10.1,
      date_string_col: '03/01/09',
      string_col: '1',
      timestamp_col: '2009-03-01T00:01:00',
    });
  });

  test('decimals kept as bytes', async () => {
    const rows = await rowsOf('parquet/parquet-testing__byte_array_decimal.parquet');
    expect(rows.map(({ value }) => value)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  });

  test('differences of every width, those beyond 2^53 as text', async () => {
    const rows = await rowsOf('parquet/parquet-testing__delta_binary_packed.parquet');
    expect(rows).toHaveLength(200);
    expect(rows[0]).toMatchObject({
      bitwidth0: '6374628540732951412',
      bitwidth1: 0,
      bitwidth32: 0,
      int_value: -2_070_986_743,
    });
    expect(rows[199]).toMatchObject({
      bitwidth1: -104,
      bitwidth32: 5_519_472_531,
      bitwidth53: '-9717723443718841',
      bitwidth64: '-204551969942868992',
      int_value: 697_406_929,
    });
  });
});

describe('every type that pyarrow writes', () => {
  const path = 'parquet/pyarrow__every-type.parquet';

  test('becomes what JSON would have', async () => {
    const rows = await rowsOf(path);
    expect(rows).toHaveLength(60);
    // Written by pyarrow 26.0.1 from the values below; blank values are in no row.
    expect(rows[14]).toEqual({
      id: 14,
      text: `Text 14 ${'word '.repeat(14)}`,
      authors: [null, 'A1 B', 'A2 B', null],
      meta: {
        doi: '10.1000/x14',
        n: 14,
        tags: [
          { k: '14', v: [1, 2] },
          { k: '14', v: [1, 2] },
        ],
        journal: 'J',
      },
      map: { k0: 0, k1: 1 },
      intmap: [
        [1, '1'],
        [2, '2'],
      ],
      dec: 26.3,
      bigdec: '-12345678901234567904.123',
      date: '1960-05-20',
      ts_us: '1970-01-01T13:59:59.123456',
      ts_utc: '2020-01-01T14:00:00Z',
      time: '01:02:03.000014',
      big: '9007199254741006',
      u64: '18446744073709551601',
      u32: 4_294_967_281,
      f32: 4.666666507720947,
      f64: 4.666666666666667,
      f16: 1.75,
      bool: true,
      bin: '/w4=',
      dict: 'cat',
      lol: [[14], [], null, [1, 14]],
      ls: { a: { b: 14 } },
    });
  });

  test('tells null from empty, at every level', async () => {
    const rows = await rowsOf(path);
    expect(rows.map(({ authors }) => authors).slice(0, 12)).toEqual([
      undefined,
      [null],
      [null, 'A1 B'],
      [null, 'A1 B', 'A2 B'],
      [null, 'A1 B', 'A2 B', null],
      [],
      [null],
      [null, 'A1 B'],
      [null, 'A1 B', 'A2 B'],
      [null, 'A1 B', 'A2 B', null],
      [],
      undefined,
    ]);
    expect(rows.map(({ ls }) => ls).slice(0, 6)).toEqual([
      undefined,
      { a: { b: null } },
      { a: { b: 2 } },
      undefined,
      { a: { b: 4 } },
      { a: { b: null } },
    ]);
    expect(rows[0]?.meta).toBeUndefined();
    expect(rows[3]?.meta).toMatchObject({ tags: [] });
    expect(rows[4]?.meta).toMatchObject({ tags: [{ k: '4', v: [] }] });
  });

  test('becomes documents as JSON does, with what is inside meta', async () => {
    const { documents, counts } = await readAll(fileSource(fixture(path)));
    expect(counts).toMatchObject({ read: 60, rejected: 0 });
    expect(documents[16]).toMatchObject({
      line: 17,
      externalId: '16',
      title: 'Title 16 é😀',
      doi: '10.1000/x16',
      journal: 'J',
      authors: [],
    });
    expect(documents[20]?.title).toBe('Title 20 é😀');
    expect(codesOf(documents[20]?.warnings ?? [])).toContain('NON_JSON_NUMBER');
    const mapped = await readAll(fileSource(fixture(path)), {
      mapping: { roles: { text: 'meta.doi', title: 'title' }, label: 'bool' },
    });
    expect(mapped.documents.slice(0, 2).map(({ text, label }) => [text, label])).toEqual([
      ['10.1000/x1', 'false'],
      ['10.1000/x2', 'true'],
    ]);
  });

  test('reads the same whichever rows are read at once', async () => {
    const source = fileSource(fixture(path));
    const { schema, groups } = await openParquet(source);
    for (const [index, leaf] of schema.leaves.entries()) {
      const meta = groups[0]?.columns[index]?.meta_data;
      if (meta === undefined) throw new Error('the file has a row group');
      const column = await ColumnPages.find(leaf, meta, 25, source);
      const whole = await readLeaf(column, 0, 25);
      for (const step of [1, 3, 8, 10]) {
        const parts: unknown[] = [];
        for (let from = 0; from < 25; from += step)
          parts.push(...(await readLeaf(column, from, Math.min(25, from + step))));
        expect(parts).toEqual(whole);
      }
    }
  });
});

test.each(['snappy', 'gzip', 'brotli', 'zstd', 'lz4'])(
  'pages that pyarrow packed with %s, an empty one among them',
  async (codec) => {
    const path = fixture(`parquet/pyarrow__${codec}.parquet`);
    const { documents } = await collect(readDocumentsInChild(path, 'a.parquet'));
    expect(documents.map(({ title, text }) => [title, text])).toEqual(
      Array.from({ length: 9 }, (_, index) => [`Title ${index}`, `${'the same words again '.repeat(20)}${index}`]),
    );
  },
);

test.each([
  ['DAMAGED_FILE', 'parquet/parquet-testing__rle-dict-uncompressed-corrupt-checksum.parquet', 'checksum'],
  ['DAMAGED_FILE', 'parquet_bad/parquet-testing__ARROW-GH-41317.parquet', 'columns of a row group'],
  ['DAMAGED_FILE', 'parquet_bad/parquet-testing__ARROW-GH-45185.parquet', 'cannot be decoded'],
])('%s: %s', async (code, path, words) => {
  const { failure } = await readAll(fileSource(fixture(path)));
  expect(failure?.code).toBe(code);
  expect(failure?.message).toContain(words);
});
