import { describe, expect, it } from 'vitest';
import { costOf, readCosts, withCosts } from '@/components/threshold/error-costs';

const expected = (value: number | null) => ({ value, lower: value, upper: value, n: 3 });

describe('costs of errors', () => {
  it('are read from an address, and nothing is made of what means nothing', () => {
    expect(readCosts('1', '10')).toEqual({ falsePositive: 1, falseNegative: 10 });
    for (const [fp, fn] of [
      ['0', '0'],
      ['-1', '2'],
      ['x', '2'],
      ['1', undefined],
      ['1', '1e12'],
    ] as const)
      expect(readCosts(fp, fn)).toBeNull();
    expect(withCosts('?sample=a', { falsePositive: 1, falseNegative: 2.5 })).toBe('?sample=a&fp=1&fn=2.5');
  });

  it('come to a sum, and are unknown only where an unknown number costs something', () => {
    const at = { falsePositives: expected(4), falseNegatives: expected(2) };
    expect(costOf(at, { falsePositive: 1, falseNegative: 10 })).toEqual({ value: 24, lower: 24, upper: 24 });
    const blind = { falsePositives: expected(4), falseNegatives: expected(null) };
    expect(costOf(blind, { falsePositive: 1, falseNegative: 10 })).toBeNull();
    expect(costOf(blind, { falsePositive: 1, falseNegative: 0 })?.value).toBe(4);
  });
});
