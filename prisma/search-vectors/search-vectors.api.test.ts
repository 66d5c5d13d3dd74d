import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { type SearchedText, searchVectors } from '@/prisma/search-vectors/search-vectors';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const inAnyCase = fc.constantFrom(
  'the',
  'cells',
  'Cells',
  'CELLS',
  'running',
  'naïve',
  'straße',
  '随机',
  'zq',
  "it's",
  'x',
);
const number = fc.constantFrom('5', '-5', '+5', '0.05', '-30', '1e-5', '2.3.4', '10%', '1,000', '.5', '5.');
const compound = fc.constantFrom(
  'beta-cell',
  'IL-2',
  'x-x-x',
  'up/down',
  'a/b',
  '5-HT',
  'Na+/K+',
  'e.g.',
  'J.R.R.',
  'T-',
);
const address = fc.constantFrom(
  'a@b.org',
  'http://a.org/b?c=d',
  'www.a.org',
  './a/b.c',
  '~/a',
  '../x',
  'a.org/b',
  'x\\y',
);
const markup = fc.constantFrom(
  '<i>in',
  'vitro</i>',
  '<sub>2</sub>',
  '<0.05',
  '< 0.05',
  'a<b',
  '&lt;',
  '&#955;',
  '<',
  '>',
);
const openTag = fc.constantFrom('<a href="x">', '<!-- a', '-->', '<script>', '</script>', '<b c', '<?xml', '</', '<!');
const marks = fc.string({ unit: fc.constantFrom(...'.,;:()[]"\'-+/&~!?#%*_=\\|`^@'), maxLength: 3 });
const anything = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map(withoutNul);
const separator = fc.constantFrom(' ', '  ', '\n', '\t', '\r\n', ' \n ', '\u00a0', '\f');

const plainWord = fc.oneof(inAnyCase, number, compound);
const dressed = fc.tuple(marks, plainWord, marks).map((parts) => parts.join(''));
const oddWord = fc.oneof(dressed, address, markup, anything, marks);
const plainText = textOf(fc.oneof(plainWord, dressed));
const oddText = textOf(fc.oneof({ weight: 9, arbitrary: oddWord }, { weight: 1, arbitrary: openTag }));
const titled = (text: fc.Arbitrary<string>) => fc.record({ title: fc.option(text), text });

describe('search vectors put together from words', () => {
  it('are those that PostgreSQL makes of the samples, nearly all of them', async () => {
    const lines = readFileSync('samples/mixed-2000.jsonl', 'utf8').trim().split('\n');
    const samples = lines.map((line) => JSON.parse(line) as SearchedText);
    // At first most words are new, and only so many are asked for at once.
    for (let round = 0; round < 3; round++) await compare(samples);
    const vectors = await compare(samples);
    expect(vectors.filter((vector) => vector !== null).length).toBeGreaterThan(0.98 * samples.length);
  });

  it('are those that PostgreSQL makes of any sequence of words', async () => {
    const property = fc.asyncProperty(fc.array(titled(plainText), { minLength: 1, maxLength: 20 }), async (texts) => {
      const vectors = await compare(texts);
      for (const [index, { title, text }] of texts.entries()) {
        if (!/^[.~]/.test(text) && !/^[.~]/.test(title ?? '')) expect(vectors[index], text).not.toBeNull();
      }
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('are those that PostgreSQL makes of markup, addresses and any letters, or are left to it', async () => {
    const texts = fc.array(titled(oddText), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(texts, async (given) => void (await compare(given))),
      { numRuns: 300 },
    );
  });

  it('are left to PostgreSQL where a tag may reach over words, and where positions run out', async () => {
    const left = [
      'one <a href="two three"> four',
      'one <!-- two three --> four',
      './a/path at the very start',
      `one ${'word'.repeat(30)} two`,
      'cell '.repeat(256),
      Array.from({ length: 17_000 }, (_, index) => `w${index % 1000}`).join(' '),
      'long '.repeat(12_001),
    ];
    const vectors = await compare(left.map((text) => ({ title: 'A title', text })));
    expect(vectors).toEqual(left.map(() => null));
    expect(await compare([{ title: null, text: 'cell '.repeat(255) }])).not.toContain(null);
  });

  it('go on being made when more words have been met than are remembered', async () => {
    const texts = (from: number) =>
      Array.from({ length: 20 }, (_, text) => ({
        title: null,
        text: Array.from({ length: 450 }, (_, word) => `w${from + text}x${word}`).join(' '),
      }));
    // Two at a time, as batches are stored: both may find it full.
    for (let from = 0; from < 400; from += 40) {
      const vectors = await Promise.all([compare(texts(from)), compare(texts(from + 20))]);
      if (from === 0 || from === 360) expect(vectors.flat()).not.toContain(null);
    }
  });
});

/** @returns The vectors as they are made here; those that are made are PostgreSQL's, or the test has failed. */
async function compare(texts: readonly SearchedText[]): Promise<(string | null)[]> {
  const { rows } = await inBulkTransaction(async (tx) => {
    const vectors = await searchVectors(tx, texts);
    const values = [vectors, texts.map(({ title }) => title), texts.map(({ text }) => text)];
    return tx.query<{ made: string | null; expected: string }>(COMPARED, values);
  });
  expect(rows).toHaveLength(texts.length);
  for (const [index, { made, expected }] of rows.entries()) {
    if (made !== null) expect(made, JSON.stringify(texts[index])).toBe(expected);
  }
  return rows.map(({ made }) => made);
}

const COMPARED = `
  SELECT made::text, (setweight(to_tsvector('english', coalesce(title, '')), 'A') || to_tsvector('english', body))::text
    AS expected
  FROM unnest($1::tsvector[], $2::text[], $3::text[]) WITH ORDINALITY AS given (made, title, body, place) ORDER BY place`;

function textOf(word: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(fc.tuple(word, separator), { maxLength: 30 }).map((parts) => parts.flat().join(''));
}

function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}
