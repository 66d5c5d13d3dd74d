import { describe, expect, it } from 'vitest';
import { contentSentence, filterSentence } from '@/components/exports/export-words';

const made = {
  done: 1_284,
  sizeBytes: 2_202_009,
  columnCount: 35,
  gatheredColumns: 0,
  cutCells: 0,
  withDuplicates: false,
};

describe('what an export holds', () => {
  it('is said in numbers', () => {
    expect(contentSentence(made)).toBe('1,284 documents, 35 columns, 2.1 MB');
    expect(contentSentence({ ...made, withDuplicates: true })).toBe(
      '1,284 documents with duplicates, 35 columns, 2.1 MB',
    );
    expect(contentSentence({ ...made, done: 1, columnCount: 0, sizeBytes: null })).toBe('1 document');
  });

  it('says what had to be bent for the format', () => {
    expect(contentSentence({ ...made, gatheredColumns: 40, cutCells: 1 })).toBe(
      '1,284 documents, 35 columns, 2.1 MB, 40 rarer metadata fields in one column, 1 text cut to fit a cell',
    );
  });
});

describe('the filter of an export', () => {
  it.each([
    [{}, 'All documents'],
    [null, 'All documents'],
    [{ isIncluded: true }, 'above the threshold 3.10'],
    [
      { search: 'heart', scoreAtLeast: 3.5, decisions: ['INCLUDE', 'NONE'] },
      '“heart”, score from 3.5, decided: include, undecided',
    ],
    [{ collectionIds: ['a', 'b'], tagIds: ['c'], statuses: ['FAILED'] }, 'failed, 2 collections, 1 tag'],
    [{ isOverridden: false, scoreBelow: 2 }, 'score below 2, not overridden'],
  ])('%j is %s', (filter, words) => expect(filterSentence(filter, 3.1)).toBe(words));
});
