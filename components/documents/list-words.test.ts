import { describe, expect, it } from 'vitest';
import { countSentence, freshSentence } from '@/components/documents/count-sentence';
import { NO_FILTERS } from '@/components/documents/document-filters';
import { filterChips } from '@/components/documents/filter-words';

describe('the count line', () => {
  it.each([
    [{ shown: 1284, total: 2020, isFiltered: true }, '1,284 of 2,020 shown'],
    [{ shown: null, total: 2_000_000, isFiltered: true }, 'more than 10,000 of 2,000,000 shown'],
    [{ shown: undefined, total: 2020, isFiltered: true }, 'Counting'],
    [{ shown: null, total: 2_000_000, isFiltered: false }, '2,000,000 documents'],
    [{ shown: 1, total: 1, isFiltered: false }, '1 document'],
  ])('%o reads: %s', (counts, sentence) => {
    expect(countSentence(counts)).toBe(sentence);
  });
});

describe('the note above a list that keeps its place', () => {
  it('counts what was scored, else says that the order changed, else nothing', () => {
    expect(freshSentence(1200, true)).toBe('1,200 newly scored: refresh');
    expect(freshSentence(0, true)).toBe('Order has changed: refresh');
    expect(freshSentence(0, false)).toBeNull();
  });
});

describe('chips', () => {
  const collections = [{ id: 'c1', name: 'Trials' }];

  it('say each filter in words and take away only it', () => {
    const filters = {
      ...NO_FILTERS,
      search: 'asthma',
      scoreAtLeast: 3,
      scoreBelow: 4.5,
      statuses: ['PENDING' as const, 'FAILED' as const],
      collectionIds: ['c1', 'c2'],
      isOverridden: true,
    };
    const chips = filterChips(filters, { collections });
    expect(chips.map(({ label }) => label)).toEqual([
      'Score from 3 to below 4.5',
      'Overridden',
      'Waiting',
      'Could not be scored',
      'Trials',
      'Another collection',
    ]);
    expect(chips[0]?.without).toEqual({ ...filters, scoreAtLeast: null, scoreBelow: null });
    expect(chips[2]?.without).toEqual({ ...filters, statuses: ['FAILED'] });
    expect(chips[5]?.without).toEqual({ ...filters, collectionIds: ['c1'] });
  });

  it('name decisions and tags, those that are gone too', () => {
    const filters = { ...NO_FILTERS, decisions: ['INCLUDE', 'NONE'] as const, tagIds: ['t1', 't2'] };
    const chips = filterChips(filters, { collections, tags: [{ id: 't1', name: 'Trial' }] });
    expect(chips.map(({ label }) => label)).toEqual([
      'Decided: include',
      'Undecided',
      'Tag: Trial',
      'Tag: another tag',
    ]);
    expect(chips[0]?.without).toEqual({ ...filters, decisions: ['NONE'] });
    expect(chips[2]?.without).toEqual({ ...filters, tagIds: ['t2'] });
  });

  it('are none for a search alone', () => {
    expect(filterChips({ ...NO_FILTERS, search: 'asthma' }, { collections })).toEqual([]);
  });
});
