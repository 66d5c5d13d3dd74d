import { describe, expect, it } from 'vitest';
import { NO_FILTERS } from '@/components/documents/document-filters';
import {
  mayMatch,
  patchPages,
  type RankedPage,
  type RankedRow,
  rowsOf,
  stepFrom,
  thresholdPlace,
} from '@/components/documents/ranked-rows';

function row(id: string, rankingScore: number | null, more: Partial<RankedRow> = {}): RankedRow {
  return {
    id,
    title: id,
    excerpt: '',
    year: null,
    externalId: null,
    status: rankingScore === null ? 'PENDING' : 'SCORED',
    failureCode: null,
    rankingScore,
    rawScore: rankingScore,
    calibratedScore: null,
    overrideScore: null,
    version: 1,
    decision: null,
    collection: { id: 'first', name: 'First' },
    score: null,
    ...more,
  };
}

function page(...nodes: RankedRow[]): RankedPage {
  return { totalCount: nodes.length, pageInfo: { hasNextPage: false, endCursor: null }, nodes };
}

const ids = (rows: readonly RankedRow[]) => rows.map(({ id }) => id);
const NOBODY: ReadonlySet<string> = new Set();

describe('rows of several pages', () => {
  it('hold a document once, where it was read first, though it moved between two reads', () => {
    expect(ids(rowsOf([page(row('a', 5), row('b', 4)), page(row('b', 2), row('c', 1))]))).toEqual(['a', 'b', 'c']);
  });

  it('change in place and touch no other page', () => {
    const data = { pages: [page(row('a', 5)), page(row('b', 4))], pageParams: [null, 'x'] };
    const patched = patchPages(data, 'b', { rankingScore: 1 });
    expect(ids(rowsOf(patched.pages))).toEqual(['a', 'b']);
    expect(rowsOf(patched.pages)[1]?.rankingScore).toBe(1);
    expect(data.pages[1]?.nodes[0]?.rankingScore).toBe(4);
    expect(patchPages(data, 'unknown', { rankingScore: 1 })).toBe(data);
  });
});

describe('the line of the threshold', () => {
  const rows = [row('a', 4.5), row('b', 3.2), row('c', 3.1), row('d', null)];

  it('falls before the first document under it; equal to it is included', () => {
    expect(thresholdPlace(rows, 3.2, NOBODY)).toBe(2);
  });

  it('is not drawn where no document under it is loaded, or none above', () => {
    expect(thresholdPlace(rows, 2, NOBODY)).toBeNull();
    expect(thresholdPlace(rows, 4.9, NOBODY)).toBeNull();
    expect(thresholdPlace(rows, null, NOBODY)).toBeNull();
  });

  it('stays when a document was rescored and still stands at its old place', () => {
    const topLowered = [row('a', 1), row('b', 3.2), row('c', 3.1)];
    const bottomRaised = [row('a', 4.5), row('b', 3.2), row('c', 5)];
    expect(thresholdPlace([...topLowered, row('d', 2)], 3.2, new Set(['a']))).toBe(2);
    expect(thresholdPlace([...bottomRaised, row('d', 2)], 3.2, new Set(['c']))).toBe(2);
  });
});

describe('moving by rows', () => {
  const rows = [row('a', 5), row('b', 4), row('c', 3)];

  it('stops at both ends', () => {
    expect(stepFrom(rows, 'c', 2, 1)).toBe(2);
    expect(stepFrom(rows, 'a', 0, -1)).toBe(0);
    expect(stepFrom(rows, 'a', 0, 10)).toBe(2);
  });

  it('begins at the top, or at the end when it goes back', () => {
    expect(stepFrom(rows, null, 0, 1)).toBe(0);
    expect(stepFrom(rows, null, 0, -1)).toBe(2);
    expect(stepFrom([], null, 0, 1)).toBe(-1);
  });

  it('goes on from where a document stood that has left the list', () => {
    expect(stepFrom(rows, 'gone', 1, 1)).toBe(1);
    expect(stepFrom(rows, 'gone', 1, -1)).toBe(0);
    expect(stepFrom(rows, 'gone', 9, 1)).toBe(2);
  });
});

describe('what the loaded rows can answer at once', () => {
  it('takes a score from the lower bound on and leaves the upper one out', () => {
    const filters = { ...NO_FILTERS, scoreAtLeast: 3, scoreBelow: 4 };
    const kept = [row('a', 4), row('b', 3.99), row('c', 3), row('d', 2.99), row('e', null)];
    expect(ids(kept.filter((one) => mayMatch(one, filters, null)))).toEqual(['b', 'c']);
  });

  it('knows neither included nor left out without a score or a threshold', () => {
    const included = { ...NO_FILTERS, isIncluded: true };
    expect(mayMatch(row('a', 3), included, 3)).toBe(true);
    expect(mayMatch(row('a', 3), included, null)).toBe(false);
    expect(mayMatch(row('a', null), { ...NO_FILTERS, isIncluded: false }, 3)).toBe(false);
  });

  it('tells statuses, collections and overrides apart', () => {
    const overridden = row('a', 4, { overrideScore: 4, collection: { id: 'second', name: 'Second' } });
    expect(mayMatch(overridden, { ...NO_FILTERS, isOverridden: false }, null)).toBe(false);
    expect(mayMatch(overridden, { ...NO_FILTERS, collectionIds: ['second'] }, null)).toBe(true);
    expect(mayMatch(overridden, { ...NO_FILTERS, statuses: ['PENDING', 'FAILED'] }, null)).toBe(false);
  });

  it('leaves the words of a search to the server', () => {
    expect(mayMatch(row('a', 4), { ...NO_FILTERS, search: 'nothing like it' }, null)).toBe(true);
  });
});
