import { describe, expect, test } from 'vitest';
import { bytesSource, codesOf, linesOf, readAll, readText } from '@/ingestion/testing/read-all';

const jsonl = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

describe('JSON Lines', () => {
  test('takes text, meta as an object and meta as a text', async () => {
    const meta = { title: 'A', doi: '10.1000/X', token_count: 5, url: 'https://example.org/a' };
    const { documents } = await readText(
      'x.jsonl',
      jsonl({ id: 1, text: 't', meta }, { text: 'u', meta: JSON.stringify(meta) }),
    );
    for (const document of documents) {
      expect(document).toMatchObject({
        title: 'A',
        doi: '10.1000/x',
        url: 'https://example.org/a',
        metadata: { meta },
      });
    }
    expect(documents.map(({ externalId, text }) => [externalId, text])).toEqual([
      ['1', 't'],
      [null, 'u'],
    ]);
  });

  test('a damaged line costs itself, a cut one at the end is called cut', async () => {
    const content = `${jsonl({ text: 'a' })}{"text": "b"\n\n[1]\n${jsonl({ text: 'c' }, { note: 'd' })}{"text": "e`;
    const read = await readText('x.jsonl', content);
    expect(read.documents.map(({ text, line }) => [text, line])).toEqual([
      ['a', 1],
      ['c', 5],
    ]);
    expect(linesOf(read.rejected)).toEqual([
      '2 INVALID_JSON',
      '4 NOT_AN_OBJECT',
      '6 EMPTY_RECORD',
      '7 TRUNCATED_RECORD',
    ]);
    expect(read.counts).toEqual({ read: 6, accepted: 2, repaired: 0, rejected: 4 });
  });

  test('what PostgreSQL refuses and what would pollute is repaired, at any depth', async () => {
    const content =
      '{"text":"a\\u0000b\\ud800c 😀","__proto__":{"x":1},"k":[{"\\u005f_proto__":"y","n\\u0000":"\\udc00"}]}\n';
    const { documents, counts } = await readText('x.jsonl', content);
    expect(documents[0]?.text).toBe('ab\uFFFDc 😀');
    expect(JSON.stringify(documents[0]?.metadata)).toBe(
      '{"__proto__ (field)":{"x":1},"k":[{"__proto__ (field)":"y","n":"\uFFFD"}]}',
    );
    expect(codesOf(documents[0]?.warnings ?? []).sort()).toEqual(['FIELD_RENAMED', 'LONE_SURROGATE', 'NUL_REMOVED']);
    expect(counts).toMatchObject({ repaired: 1 });
  });

  test('numbers keep every digit', async () => {
    const content =
      '{"id": 12345678901234567890, "text": "n=12345678901234567890", "big": 1e999, "ok": 1.5, "nan": NaN}\n';
    const { documents } = await readText('x.jsonl', content);
    expect(documents[0]).toMatchObject({
      externalId: '12345678901234567890',
      text: 'n=12345678901234567890',
      metadata: { big: '1e999', ok: 1.5 },
    });
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['NUMBER_KEPT_AS_TEXT', 'NON_JSON_NUMBER']);
  });

  test('100,000 levels are rejected, and 20 MB on one line', async () => {
    const deep = `{"text":"a","deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const long = JSON.stringify({ text: 'x'.repeat(20_000_000) });
    const read = await readText('x.jsonl', `${deep}\n${long}\n${jsonl({ text: 'b' })}`);
    expect(linesOf(read.rejected)).toEqual(['1 NESTED_TOO_DEEP', '2 RECORD_TOO_LARGE']);
    expect(read.documents).toMatchObject([{ text: 'b', line: 3 }]);
  });
});

describe('JSON', () => {
  const values = [
    { title: 'A, "b" [c] {d}\\', abstract: 'x\ny' },
    { title: 'E', abstract: '' },
  ];

  test.each([0, 2])('an array with indent %i is read element by element, cut anywhere', async (indent) => {
    const content = JSON.stringify(values, null, indent);
    for (const chunkSize of [1, 4, 65_536]) {
      const { events, documents } = await readAll(bytesSource('x.json', content, chunkSize));
      expect(events[0]).toMatchObject({ format: 'json' });
      expect(documents.map(({ title, text, line }) => [title, text, line])).toEqual([
        ['A, "b" [c] {d}\\', 'x\ny', indent === 0 ? 1 : 2],
        ['E', '', indent === 0 ? 1 : 6],
      ]);
    }
  });

  test('a single object, and objects one after the other', async () => {
    expect((await readText('x.json', JSON.stringify(values[0], null, 2))).counts?.read).toBe(1);
    const both = values.map((value) => JSON.stringify(value, null, 2)).join('\n');
    expect((await readText('x.json', both)).documents.map(({ line }) => line)).toEqual([1, 5]);
  });

  test('damage inside the array costs the element, a missing end is told', async () => {
    const read = await readText('x.json', '[{"text": "a"}, {"text": b}, 7, {"text": "c"}');
    expect(read.documents.map(({ text }) => text)).toEqual(['a', 'c']);
    expect(codesOf(read.rejected)).toEqual(['INVALID_JSON', 'NOT_AN_OBJECT']);
    expect(codesOf(read.warnings)).toEqual(['TRUNCATED_FILE']);
  });

  const records = (second: string) => `[\n  {"text": "a"},\n  ${second},\n  {"text": "c"},\n  {"text": "d"}\n]\n`;
  test.each([
    ['a quote', '{"text": "b, "id": 7}'],
    ['the last quote', '{"text": "b}'],
    ['a brace', '{"text": "b", "id": 7'],
    ['a bracket', '{"text": "b", "ids": [7, 8}'],
    ['a quote of several lines', '{\n    "text": "b,\n    "id": 7\n  }'],
  ])('%s that is missing costs its element, not those behind it', async (_, second) => {
    for (const chunkSize of [1, 5, 65_536]) {
      const read = await readAll(bytesSource('x.json', records(second), chunkSize));
      expect(read.documents.map(({ text }) => text)).toEqual(['a', 'c', 'd']);
      expect(linesOf(read.rejected)).toEqual(['3 INVALID_JSON']);
      expect(read.counts).toEqual({ read: 4, accepted: 3, repaired: 0, rejected: 1 });
    }
  });

  test('a comma that is missing between two objects costs nothing', async () => {
    const { documents, counts } = await readText('x.json', '[{"text": "a"} {"text": "b"}\n{"text": "c"}]');
    expect(documents.map(({ text, line }) => [text, line])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ]);
    expect(counts?.read).toBe(3);
  });

  test('valid JSON is never parted, however it is set', async () => {
    const value = { text: 'a\n{"no"}', of: [{ k: {} }, { k: [{ n: 1 }] }], e: '{', f: {} };
    const spread = JSON.stringify([value, value], null, 1).replace(/^\s+/gm, '').replaceAll(':', '\n:\n');
    const { documents, rejected } = await readText('x.json', spread);
    expect(rejected).toEqual([]);
    expect(documents).toHaveLength(2);
  });

  test('an array of 100,000 levels and one that breaks off are rejected', async () => {
    const deep = await readText('x.json', '['.repeat(100_000) + ']'.repeat(100_000));
    expect(codesOf(deep.rejected)).toEqual(['NESTED_TOO_DEEP']);
    const cut = await readText('x.json', '[{"text": "a"}, {"text": "b');
    expect(linesOf(cut.rejected)).toEqual(['1 TRUNCATED_RECORD']);
  });
});

describe('what neither may lose', () => {
  test('a key that stands twice has its last value, and the others beside it', async () => {
    const line = '{"title":"A","title":"B: \\"title\\": C","meta":{"k":1,"k":2,"k (3)":3},"title" : "D","text":"x"}\n';
    const { documents } = await readText('x.jsonl', line);
    expect(documents[0]).toMatchObject({ title: 'D', text: 'x' });
    const { metadata, warnings } = documents[0] ?? { metadata: {}, warnings: [] };
    expect(metadata).toEqual({
      'title (2)': 'A',
      'title (4)': 'B: "title": C',
      meta: { k: 2, 'k (2)': 1, 'k (3)': 3 },
    });
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([
      ['SECOND_VALUE', 'title'],
      ['SECOND_VALUE', 'k'],
    ]);
  });

  test('a text of 15 million characters beside a number or a key that needs care', async () => {
    const text = 'w'.repeat(15_000_000);
    const careful = ['"n":NaN', '"n":12345678901234567890', '"text":"first"'];
    const lines = careful.map((member) => `{${member},"text":"${text}"}\n`).join('');
    const { documents } = await readText('x.jsonl', `${lines}{"text":"last"}\n`);
    expect(documents.map((document) => document.text.length)).toEqual([text.length, text.length, text.length, 4]);
    expect(documents.map(({ metadata }) => metadata)).toEqual([
      {},
      { n: '12345678901234567890' },
      { 'text (2)': 'first' },
      {},
    ]);
  });

  test.each([
    ['a list', '[{"text":"a"},{"text":"b"}]\n'],
    ['a list over lines', '[\n{"text":"a"},\n{"text":"b"}\n]\n'],
    ['objects over lines', '{\n "text": "a"\n}\n{\n "text": "b"\n}\n'],
    ['lines that end in a comma', '{"text":"a"},\n{"text":"b"}\n'],
  ])('%s in a file that is named .jsonl', async (_, content) => {
    const { documents, rejected, events } = await readText('x.jsonl', content);
    expect(documents.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(rejected).toEqual([]);
    expect(events[0]).toMatchObject({ format: 'json' });
  });

  test.each(['x.jsonl', 'x.json', 'x.txt'])('%s stays JSON where a line of it reads like a reference', async (name) => {
    const line = '{"text":"a"}\n';
    const { documents, rejected } = await readText(
      name,
      `${line}@article{q,\n%0 Book\n%T B\nTY  - JOUR\nTI  - C\n${line}${line}`,
    );
    expect(documents).toHaveLength(3);
    expect(rejected.length).toBeGreaterThan(0);
  });
});
