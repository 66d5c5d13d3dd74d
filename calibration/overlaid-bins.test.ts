import { describe, expect, it } from 'vitest';
import { overlayLengths, overlayOnScale } from './overlaid-bins';

describe('overlaid bins of a scale', () => {
  it('count a value on an edge in the upper bin, the upper end in the last, and what lies outside at the ends', () => {
    expect(overlayOnScale([1, 2, 2.999, 5], [0.5, 3, 5.5], [1, 5], 4)).toEqual([
      { from: 1, to: 2, reference: 1, current: 1 },
      { from: 2, to: 3, reference: 2, current: 0 },
      { from: 3, to: 4, reference: 0, current: 1 },
      { from: 4, to: 5, reference: 1, current: 1 },
    ]);
  });

  it('put each step of a tenth where it belongs', () => {
    const tenths = Array.from({ length: 40 }, (_, step) => (10 + step) / 10);
    expect(overlayOnScale(tenths, tenths, [1, 5], 40).map(({ reference }) => reference)).toEqual(Array(40).fill(1));
  });

  it('need a value on either side', () => {
    expect(() => overlayOnScale([], [1], [1, 5], 4)).toThrow(/at least 1/);
    expect(() => overlayOnScale([1], [Number.NaN], [1, 5], 4)).toThrow(/finite/);
  });
});

describe('overlaid bins of lengths', () => {
  it('end where 99 of 100 lie and gather the rest, so that one book does not hide the abstracts', () => {
    const abstracts = Array.from({ length: 200 }, (_, place) => place);
    const bins = overlayLengths(abstracts, [90, 100_000]);
    // Linear quantile of the 202 values at .99: place 198.99, between 197 and 198 of 0..199 with 90 doubled.
    expect(bins.map(({ from }) => from)).toEqual(Array.from({ length: 21 }, (_, place) => place * 10));
    expect(bins[9]).toEqual({ from: 90, to: 100, reference: 10, current: 1 });
    expect(bins.at(-1)).toEqual({ from: 200, to: null, reference: 0, current: 1 });
    expect(bins.reduce((sum, { reference }) => sum + reference, 0)).toBe(200);
  });

  it.each([
    [[10], 12, 1],
    [[0], 2, 1],
    [[8192], 18, 500],
    [[20], 12, 2],
    [[400], 10, 50],
    [[199.5], 21, 10],
    [[10_000_000], 12, 1_000_000],
  ])('stay few and round for %j: %i bins of %i', (values, count, width) => {
    const bins = overlayLengths(values, values);
    expect(bins).toHaveLength(count);
    expect(bins[0]).toMatchObject({ from: 0, to: width });
    expect(bins.at(-1)?.to).toBeNull();
    expect(bins.reduce((sum, { current }) => sum + current, 0)).toBe(1);
  });
});
