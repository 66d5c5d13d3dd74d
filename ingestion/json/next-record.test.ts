import { describe, expect, test } from 'vitest';
import { nextRecordIn } from '@/ingestion/json/next-record';
import { bytesSource, linesOf, readAll, readText } from '@/ingestion/testing/read-all';

const GOOD = ['{"text": "a"}', '{"text": "c", "of": [{"n": "}, {"}]}', '{"text": "d"}'] as const;
const BAD = '{"text": "b, "id": 7}';

describe('a quote that is missing in one of several objects on a line', () => {
  const [a, c, d] = GOOD;
  test.each([
    ['an array', 'x.json', `[${a}, ${BAD}, ${c}, ${d}]`],
    ['an array without blanks', 'x.json', `[${a},${BAD},${c},${d}]\n`],
    ['an array with others damaged', 'x.json', `[${BAD}, ${a}, ${BAD}, ${BAD}, ${c}, ${BAD}, ${d}]`],
    ['the list of a search service', 'x.json', `{"count": 4, "results": [${a}, ${BAD}, ${c}, ${d}], "next": "p2"}`],
    ['objects side by side', 'x.json', `${a}${BAD}${c}${d}`],
    ['a line of JSON Lines', 'x.jsonl', `${a}\n${BAD}${c}${d}\n`],
    ['a line of JSON Lines, with commas', 'x.jsonl', `${a}\n${BAD}, ${c}, ${d}\n`],
  ])('costs its object only: %s', async (_, name, content) => {
    const bad = content.split(BAD).length - 1;
    for (const chunkSize of [1, 7, 65_536]) {
      const read = await readAll(bytesSource(name, content, chunkSize));
      expect(read.documents.map(({ text }) => text)).toEqual(['a', 'c', 'd']);
      expect(read.rejected.map(({ code, snippet }) => [code, snippet.slice(0, BAD.length)])).toEqual(
        Array(bad).fill(['INVALID_JSON', BAD]),
      );
      expect(read.counts).toEqual({ read: 3 + bad, accepted: 3, repaired: 0, rejected: bad });
      expect(read.warnings.filter(({ code }) => code === 'TRUNCATED_FILE')).toEqual([]);
    }
  });

  test('leaves the lines behind it as they are', async () => {
    const { documents, rejected } = await readText('x.json', `[${BAD}, ${a},\n${c},\n${d}\n]`);
    expect(documents.map(({ text, line }) => `${line} ${text}`)).toEqual(['1 a', '2 c', '3 d']);
    expect(linesOf(rejected)).toEqual(['1 INVALID_JSON']);
  });

  test('in the last of an array hides its end, unless another quote shows it', async () => {
    const alone = await readText('x.json', `[${a}, ${BAD}]`);
    expect(linesOf([...alone.rejected, ...alone.warnings])).toEqual(['1 TRUNCATED_RECORD', '1 TRUNCATED_FILE']);
    const { documents, rejected, warnings } = await readText('x.json', `[${BAD}, ${a}, ${BAD}]`);
    expect(documents.map(({ text }) => text)).toEqual(['a']);
    expect(linesOf([...rejected, ...warnings])).toEqual(['1 INVALID_JSON', '1 INVALID_JSON']);
  });

  test('two whole objects on a line are two', async () => {
    const { documents, rejected } = await readText('x.jsonl', `${a}\n${c}${d}\n`);
    expect(documents.map(({ text, line }) => `${line} ${text}`)).toEqual(['1 a', '2 c', '2 d']);
    expect(rejected).toEqual([]);
  });

  test('of thousands of such objects every one is accounted for', async () => {
    const { counts, documents } = await readText('x.json', `[${`${BAD}, ${a}, `.repeat(5_000)}${a}]`);
    expect(counts).toMatchObject({ read: 10_001, rejected: 5_000 });
    expect(documents).toHaveLength(5_001);
  });
});

test('what is hostile is looked at once', async () => {
  const blanks = `{"text": "b, "id": 7}${' '.repeat(4_000_000)}`;
  const beginnings = '{"text": "b, "id": 7}, {"text": '.repeat(10_000);
  for (const content of [blanks, beginnings, `[${beginnings}`, `{"results": [${beginnings}`]) {
    const { counts } = await readText('x.json', content);
    expect(counts?.rejected).toBe(counts?.read);
  }
});

describe('no record is made of', () => {
  test.each([
    ['the authors of a damaged record', '{"title": "x, "authors": [{"name": "A"}, {"name": "B"}]}'],
    ['those of a cut one that begins alike', '{"name": "x", "authors": [{"name": "A"}, {"name": "B"}'],
    ['what a text quotes', '{"text": "x}, {\\"text\\": 1}'],
    ['an object that is damaged too, and closed', '{"text": "x, "id": 7}, {"text": y}'],
    ['a list', '{"text": "x}, [{"text": "y"}]'],
  ])('%s', (_, raw) => {
    expect(nextRecordIn(raw)).toBeNull();
  });
});
