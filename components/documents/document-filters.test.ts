import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DECISIONS,
  type DocumentFilters,
  filterKey,
  hasFilters,
  NO_FILTERS,
  readFilters,
  readScore,
  STATUSES,
  toDocumentFilter,
  writeFilters,
} from '@/components/documents/document-filters';

const scores = fc.option(fc.integer({ min: 100, max: 500 }).map((hundredths) => hundredths / 100));
const yesNo = fc.option(fc.boolean());
const filters: fc.Arbitrary<DocumentFilters> = fc.record({
  search: fc.string({ maxLength: 200, unit: 'grapheme' }).map((words) => words.trim()),
  scoreAtLeast: scores,
  scoreBelow: scores,
  statuses: fc.subarray([...STATUSES]),
  collectionIds: fc
    .uniqueArray(fc.base64String({ minLength: 4, maxLength: 40 }), { maxLength: 5 })
    .map((ids) => ids.sort()),
  isOverridden: yesNo,
  isIncluded: yesNo,
  fields: fc.constantFrom([], [{ key: 'Database', condition: 'is' as const, value: 'PubMed' }]),
  labels: fc.constantFrom([], [{ sourceId: 'abc', label: '1' as const }]),
  decisions: fc.subarray([...DECISIONS]),
  tagIds: fc.uniqueArray(fc.base64String({ minLength: 4, maxLength: 40 }), { maxLength: 5 }).map((ids) => ids.sort()),
});

describe('filters in the address', () => {
  it('are read back as they were written, whatever words are searched', () => {
    fc.assert(
      fc.property(filters, (given) => {
        const address = writeFilters(new URLSearchParams(), given).toString();
        expect(readFilters(new URLSearchParams(address))).toEqual(given);
      }),
    );
  });

  it('say what people can read', () => {
    const given = {
      ...NO_FILTERS,
      search: 'heart failure',
      scoreAtLeast: 3.5,
      statuses: ['FAILED' as const],
      isIncluded: false,
    };
    expect(filterKey(given)).toBe('q=heart+failure&from=3.5&status=failed&included=no');
  });

  it('leave the open document where it is', () => {
    const address = writeFilters(new URLSearchParams('doc=abc&q=old&status=failed'), { ...NO_FILTERS, search: 'new' });
    expect(address.toString()).toBe('doc=abc&q=new');
  });

  it('drop what makes no sense and keep the rest', () => {
    const address = new URLSearchParams('from=nine&below=4.2&status=done&status=Scored&overridden=maybe&q=%20%20');
    expect(readFilters(address)).toEqual({ ...NO_FILTERS, scoreBelow: 4.2, statuses: ['SCORED'] });
  });

  it('are none when nothing is asked', () => {
    expect(hasFilters(NO_FILTERS)).toBe(false);
    expect(toDocumentFilter(NO_FILTERS)).toEqual({});
    expect(hasFilters({ ...NO_FILTERS, isOverridden: false })).toBe(true);
  });

  it('reach the API under its own names', () => {
    const given = { ...NO_FILTERS, scoreAtLeast: 1, scoreBelow: 5, collectionIds: ['c'], isOverridden: false };
    expect(toDocumentFilter(given)).toEqual({
      scoreAtLeast: 1,
      scoreBelow: 5,
      collectionIds: ['c'],
      isOverridden: false,
    });
  });
});

describe('a typed score', () => {
  it.each([
    ['3', 3],
    [' 4.25 ', 4.25],
    ['4.255', 4.26],
    ['5', 5],
    ['1.', 1],
  ])('%s is read as %f', (text, score) => {
    expect(readScore(text)).toBe(score);
  });

  it.each(['', '0.9', '5.01', '6', '-3', 'NaN', '1e0', '3,5', '33'])('%s is none', (text) => {
    expect(readScore(text)).toBeNull();
  });
});
