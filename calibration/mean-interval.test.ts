import { describe, expect, it } from 'vitest';
import { meanInterval } from './mean-interval';

describe('the interval of a mean', () => {
  it('equals SciPy: norm.interval(.95, 3, sem([1, 2, 3, 4, 5]))', () => {
    const { lower, upper } = meanInterval(3, Math.sqrt(2.5), 5);
    expect(lower).toBeCloseTo(1.614096175650322, 12);
    expect(upper).toBeCloseTo(4.385903824349678, 12);
  });

  it('is a point without spread, and refuses what has none to tell', () => {
    expect(meanInterval(0.25, 0, 30)).toEqual({ lower: 0.25, upper: 0.25 });
    expect(() => meanInterval(1, 1, 1)).toThrow('count');
    expect(() => meanInterval(1, 1, 20, 1)).toThrow('confidence');
  });
});
