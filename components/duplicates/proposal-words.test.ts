import { describe, expect, it } from 'vitest';
import { compareRecords, proposalReason } from '@/components/duplicates/proposal-words';
import type { ProposedRecordFragment } from '@/graphql/generated/operations/graphql';

const record = (overrides: Partial<ProposedRecordFragment> = {}): ProposedRecordFragment => ({
  id: '1',
  title: 'Budesonide in children',
  authors: ['Heron, A'],
  year: 2020,
  journal: null,
  doi: null,
  pmid: null,
  excerpt: 'Fever.',
  rankingScore: null,
  collection: { name: 'Spring' },
  ...overrides,
});

describe('the reason of a proposal', () => {
  it.each([
    [0, ['Heron'], 1, {}, {}, 'Same title; same year; same authors: Heron; no DOI'],
    [
      1,
      ['Heron', 'Stork', 'Crane', 'Ibis', 'Rail'],
      0.8,
      { doi: '10.1/a' },
      { doi: '10.1/b' },
      'Same title; one year apart; similar authors: Heron, Stork, Crane and 2 more; different DOIs',
    ],
    [
      null,
      ['Heron'],
      1,
      { doi: '10.1/a' },
      {},
      'Same title; no year in at least one of them; same authors: Heron; a DOI in one of them only',
    ],
  ])('is said in words', (yearDifference, sharedAuthors, authorShare, first, second, sentence) => {
    const pair = { first: record(first), second: record(second) };
    expect(proposalReason({ yearDifference, sharedAuthors, authorShare, ...pair })).toBe(sentence);
  });
});

describe('two records side by side', () => {
  it('show each field that one of them has, and which differ', () => {
    const compared = compareRecords(record(), record({ year: 2021, pmid: '12' }));
    expect(compared.map(({ name, isDifferent }) => [name, isDifferent])).toEqual([
      ['Title', false],
      ['Authors', false],
      ['Year', true],
      ['PMID', true],
      ['Collection', false],
      ['Text', false],
    ]);
  });
});
