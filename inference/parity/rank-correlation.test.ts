import { describe, expect, it } from 'vitest';
import { rankCorrelation } from './rank-correlation';

describe('rank correlation', () => {
  it('is what scipy.stats.spearmanr gives, ties sharing their mean rank', () => {
    expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
  });

  it('is 1 for any rising and -1 for any falling relation', () => {
    expect(rankCorrelation([1, 5, 9, 20], [0.1, 0.11, 3, 400])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 5, 9, 20], [4, 3, 2, -1])).toBeCloseTo(-1, 12);
  });

  it('is unknown for two pairs and for a side that never changes', () => {
    expect(rankCorrelation([1, 2], [1, 2])).toBeNull();
    expect(rankCorrelation([1, 2, 3], [4, 4, 4])).toBeNull();
  });
});
