import { describe, expect, it } from 'vitest';
import { binScores, countIncluded, countTicks, totalCount } from '@/components/charts/histogram-bins';

describe('binning scores', () => {
  it('counts each score once, edges upward and 5 into the last bin', () => {
    const bins = binScores([1, 1.99, 2, 3.5, 4, 5, 5], 4);
    expect(bins.map((bin) => bin.count)).toEqual([2, 1, 1, 3]);
    expect(totalCount(bins)).toBe(7);
    expect(bins[3]).toMatchObject({ from: 4, to: 5 });
  });

  it('refuses what is no score', () => {
    expect(() => binScores([5.01], 4)).toThrow(RangeError);
    expect(() => binScores([Number.NaN], 4)).toThrow(RangeError);
  });
});

describe('counting what a threshold includes', () => {
  const bins = binScores([1.2, 2.2, 2.6, 3.1, 4.4, 4.9], 4);

  it('is exact on the edge of a bin and says so', () => {
    expect(countIncluded(bins, 3)).toEqual({ count: 3, exact: true });
    expect(countIncluded(bins, 1)).toEqual({ count: 6, exact: true });
  });

  it('shares out the bin that it cuts and says that it is a guess', () => {
    expect(countIncluded(bins, 2.5)).toEqual({ count: 4, exact: false });
  });

  it('takes nothing past the top of the scale', () => {
    expect(countIncluded(bins, 5)).toEqual({ count: 0, exact: true });
  });
});

describe('ticks of a count axis', () => {
  it('are round, whole and reach the greatest count', () => {
    expect(countTicks(230, 3)).toEqual([0, 100, 200, 300]);
    expect(countTicks(7, 4)).toEqual([0, 2, 4, 6, 8]);
    expect(countTicks(1_000_000, 4)).toEqual([0, 500_000, 1_000_000]);
  });

  it('stay whole for few documents and are one for none', () => {
    expect(countTicks(1, 4)).toEqual([0, 1]);
    expect(countTicks(0, 4)).toEqual([0]);
  });
});
