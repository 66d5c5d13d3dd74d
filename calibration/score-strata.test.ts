import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { displayOrder } from './sampling';
import { dividingEdges, equalWidthEdges, guessRelevantShare, quantileRanks, ratedRelevantShare } from './score-strata';

describe('ranges of scores', () => {
  it('begin at the ranks that leave equal numbers below', () => {
    expect(quantileRanks(10, 5)).toEqual([3, 5, 7, 9]);
    expect(quantileRanks(11, 2)).toEqual([6]);
    expect(quantileRanks(3, 5)).toEqual([1, 2, 2, 3]);
    expect(quantileRanks(1_000_000, 4)).toEqual([250_001, 500_001, 750_001]);
  });

  it('hold floor(N (h + 1) / k) - floor(N h / k) documents of distinct scores, so sizes differ by one at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), fc.integer({ min: 10, max: 5_000 }), (strata, size) => {
        const starts = [1, ...quantileRanks(size, strata), size + 1];
        const counts = starts.slice(1).map((start, h) => start - (starts[h] ?? 0));
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of one width divide the span', () => {
    expect(equalWidthEdges(1, 5, 4)).toEqual([2, 3, 4]);
    expect(equalWidthEdges(2, 2, 3)).toEqual([2, 2]);
    expect(() => equalWidthEdges(1, Number.POSITIVE_INFINITY, 2)).toThrow(
      expect.objectContaining({ code: 'SCORE_NOT_FINITE' }),
    );
  });

  it('lose the edges that divide nothing', () => {
    expect(dividingEdges([2, 2, 3, 1], 1)).toEqual([2, 3]);
    expect(dividingEdges([2, 2], 2)).toEqual([]);
  });
});

describe('guesses of what a range holds', () => {
  it('follow the score around the cut', () => {
    // 1 / (1 + e^-2) and 1 / (1 + e^4), by hand.
    expect(guessRelevantShare(3, 3)).toBe(0.5);
    expect(guessRelevantShare(4, 3)).toBeCloseTo(0.880797, 6);
    expect(guessRelevantShare(1, 3)).toBeCloseTo(0.017986, 6);
    expect(guessRelevantShare(-7, 3)).toBe(guessRelevantShare(1, 3));
  });

  it('follow the ratings where there are some', () => {
    expect(ratedRelevantShare(0, 0)).toBe(0.5);
    expect(ratedRelevantShare(0, 18)).toBe(0.05);
    expect(ratedRelevantShare(18, 18)).toBe(0.95);
    expect(() => ratedRelevantShare(2, 1)).toThrow(expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' }));
  });
});

describe('the order in which drawn documents are shown', () => {
  it('is a permutation that the seed and what was shown before decide', () => {
    const order = displayOrder('herons', 0, 50);
    expect([...order].sort((left, right) => left - right)).toEqual(Array.from({ length: 50 }, (_, place) => place));
    expect(displayOrder('herons', 0, 50)).toEqual(order);
    expect(displayOrder('herons', 50, 50)).not.toEqual(order);
    expect(displayOrder('storks', 0, 50)).not.toEqual(order);
    expect(() => displayOrder('', 0, 5)).toThrow(expect.objectContaining({ code: 'SEED_EMPTY' }));
  });
});
