import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keywordsOf, namesOf, squeeze } from '@/ingestion/document/read-values';
import { readText } from '@/ingestion/testing/read-all';
import { metadataColumn, metadataKey } from '@/ingestion/winnow/export-columns';
import { joinList, splitTags } from '@/ingestion/winnow/export-lists';
import { readReview } from '@/ingestion/winnow/restored-review';
import { risLine } from '@/ingestion/winnow/ris-line';
import { neutralise, restore } from '@/ingestion/winnow/spreadsheet-cells';

/** Texts that begin as attacks do, far more often than chance would have it. */
const cell = fc
  .tuple(fc.stringMatching(/^['=+\-@\t\r\uFF1D]{0,3}$/), fc.string({ unit: 'binary' }))
  .map(([a, b]) => a + b);

describe('a neutralised cell', () => {
  it('is never computed, and what was done is undone exactly', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const written = neutralise(text);
        const isNumber = /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/.test(written);
        expect(isNumber || !/^[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/.test(written)).toBe(true);
        expect(restore(written)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['-5.2', '-5.2'],
    ['+1e9', '+1e9'],
    ['-1+1', "'-1+1"],
    ["'=1", "''=1"],
    ["don't", "don't"],
    ['＝1', "'＝1"],
    ['\t=1', "'\t=1"],
  ])('of %j is %j', (text, written) => expect(neutralise(text)).toBe(written));
});

describe('a list in a cell', () => {
  it('comes back part by part', () => {
    const part = fc
      .string({ unit: 'grapheme' })
      .map((text) => squeeze(text.replaceAll('\0', '')))
      .filter((text) => text !== '');
    const parts = fc.uniqueArray(part, { maxLength: 6 });
    fc.assert(
      fc.property(parts, (list) => {
        for (const read of [namesOf, keywordsOf, splitTags]) {
          const written = joinList(list, read);
          expect(written === '' ? [] : read(written)).toEqual(list);
        }
      }),
    );
  });

  it('is written as people write it where that is read back', () => {
    expect(joinList(['Doe, J.', 'Roe, R.'], namesOf)).toBe('Doe, J.; Roe, R.');
    expect(joinList(['van Dyke, John Paul'], namesOf)).toBe('["van Dyke, John Paul"]');
  });
});

it('a metadata key comes back from its column whatever it is called', () => {
  fc.assert(
    fc.property(fc.string(), (key) => {
      expect(metadataKey(metadataColumn(key))).toBe(key);
    }),
  );
  expect(['title', 'winnow_tags', 'metadata:x', 'Title'].map(metadataColumn)).toEqual([
    'metadata:title',
    'metadata:winnow_tags',
    'metadata:metadata:x',
    'Title',
  ]);
});

describe('a review in a file', () => {
  it('is read as far as it makes sense, and the rest is named', () => {
    const columns = {
      winnow_raw_score: '4.25',
      winnow_model: 'A model',
      winnow_tokens_total: '-3',
      winnow_override: '7',
      winnow_decision: 'include',
      winnow_decision_by: 'x'.repeat(201),
      winnow_tags: 'trial; ; trial',
    };
    const { review, invalid, isOfOtherText } = readReview(columns, 'hash');
    expect(review.score).toMatchObject({ raw: 4.25, model: 'A model', tokensTotal: 0 });
    expect(review).toMatchObject({ override: null, tags: ['trial'], note: null });
    expect(review.decision).toEqual({ value: 'INCLUDE', by: null, reason: '' });
    expect(invalid.sort()).toEqual(['winnow_decision_by', 'winnow_override', 'winnow_tokens_total']);
    expect(isOfOtherText).toBe(false);
    expect(readReview({ ...columns, winnow_content_hash: 'other' }, 'hash')).toMatchObject({ isOfOtherText: true });
  });

  it('never throws, whatever the file holds', () => {
    const value = fc.jsonValue();
    const columns = fc.dictionary(
      fc.constantFrom(
        'winnow_raw_score',
        'winnow_model',
        'winnow_override',
        'winnow_decision',
        'winnow_tags',
        'winnow_note',
        'winnow_truncated',
        'winnow_windows',
      ),
      value,
    );
    fc.assert(
      fc.property(columns, (given) => {
        expect(readReview(given as never, '').review.tags).toBeInstanceOf(Array);
      }),
    );
  });

  it('stands in columns that only a mark of ours makes ours', async () => {
    const rows = (mark: string) => readText('x.csv', `title,text,winnow_override,winnow_export\na,"b c d",4,${mark}\n`);
    const ours = (await rows('1 neutralised')).documents[0];
    expect(ours?.restored?.override).toEqual({ value: 4, by: null, reason: '' });
    expect(ours?.metadata).toEqual({});
    const other = (await rows('2')).documents[0];
    expect(other?.restored).toBeNull();
    expect(other?.metadata).toEqual({ winnow_override: '4', winnow_export: '2' });
  });

  it('stands in one note of a RIS record, beside notes of people', async () => {
    const line = risLine({
      winnow_export: '1',
      winnow_decision: 'MAYBE',
      metadata: { VL: '3' },
      exact: { text: 'One.\nTwo.' },
    });
    const ris = `TY  - JOUR\r\nTI  - A title\r\nAB  - One. Two.\r\nN1  - mine\r\nN1  - ${line}\r\nER  - \r\n`;
    const { documents } = await readText('x.ris', ris);
    expect(documents[0]).toMatchObject({ title: 'A title', text: 'One.\nTwo.', metadata: { N1: 'mine', VL: '3' } });
    expect(documents[0]?.metadata).not.toHaveProperty('TY');
    expect(documents[0]?.restored?.decision?.value).toBe('MAYBE');
  });

  it('with a key __proto__ pollutes nothing', async () => {
    const json = '{"text":"A text.","winnow_export":"1","winnow_other_metadata":{"__proto__":{"polluted":true}}}';
    const { documents } = await readText('x.jsonl', json);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(documents[0]?.metadata ?? {})).toEqual(['__proto__ (field)']);
  });
});
