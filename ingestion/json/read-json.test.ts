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

  test('an array of 100,000 levels and one that breaks off are rejected', async () => {
    const deep = await readText('x.json', '['.repeat(100_000) + ']'.repeat(100_000));
    expect(codesOf(deep.rejected)).toEqual(['NESTED_TOO_DEEP']);
    const cut = await readText('x.json', '[{"text": "a"}, {"text": "b');
    expect(linesOf(cut.rejected)).toEqual(['1 TRUNCATED_RECORD']);
  });
});
