import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { drawStratifiedSample, extendStratifiedSample } from './sampling';
import { neymanAllocation, topUpAllocation } from './stratified-allocation';

const strata = [
  { populationSize: 700, guessedProportion: 0.02 },
  { populationSize: 200, guessedProportion: 0.2 },
  { populationSize: 100, guessedProportion: 0.7 },
];

describe('topping a stratified sample up', () => {
  it('from nothing is the Neyman allocation', () => {
    expect(topUpAllocation(strata, [0, 0, 0], 160)).toEqual(neymanAllocation(strata, 160));
  });

  it('keeps what was rated where the new guess would take it away, and gives the rest by spread', () => {
    // Spreads 98, 80, 45.8; 100 stay in the third, 60 are shared 33.03 : 26.97.
    expect(topUpAllocation(strata, [0, 0, 100], 160)).toEqual([33, 27, 100]);
    expect(topUpAllocation(strata, [70, 40, 50], 160)).toEqual([70, 40, 50]);
  });

  it('gives to the others what a stratum has no documents left for, and still weighs it by all it stands for', () => {
    // Spreads 98, 80, 45.8 of 160: 70 : 57.2 : 32.8; the first can give 20, the rest of 140 is shared 89 : 51.
    const scarce = strata.map((stratum, h) => (h === 0 ? { ...stratum, available: 20 } : stratum));
    expect(topUpAllocation(scarce, [5, 0, 0], 160)).toEqual([20, 89, 51]);
    const refused = expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' });
    expect(() => topUpAllocation(scarce, [21, 0, 0], 160)).toThrow(refused);
    expect(() => topUpAllocation(scarce, [0, 0, 0], 321)).toThrow(refused);
  });

  it('adds up, never shrinks a stratum and never exceeds it', () => {
    const stratum = fc.record({
      populationSize: fc.integer({ min: 1, max: 300 }),
      guessedProportion: fc.double({ min: 0, max: 1, noNaN: true }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      more: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 1, maxLength: 6 }), (design) => {
        const rated = design.map(({ populationSize, share }) => Math.floor(populationSize * share));
        const least = design.reduce(
          (sum, { populationSize }, h) => sum + Math.max(rated[h] ?? 0, Math.min(2, populationSize)),
          0,
        );
        const whole = design.reduce((sum, { populationSize }) => sum + populationSize, 0);
        const total = least + Math.floor((whole - least) * (design[0]?.more ?? 0));
        const sizes = topUpAllocation(design, rated, total);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total);
        for (const [h, size] of sizes.entries()) {
          expect(size).toBeGreaterThanOrEqual(rated[h] ?? 0);
          expect(size).toBeLessThanOrEqual(design[h]?.populationSize ?? 0);
        }
      }),
    );
  });

  it('is the sample that one draw of the new sizes would have given', () => {
    const requests = [
      { key: 'low', populationSize: 700, count: 10 },
      { key: 'high', populationSize: 100, count: 20 },
    ];
    const first = drawStratifiedSample('seed', requests);
    const larger = extendStratifiedSample('seed', first, new Map([['low', 35]]));
    expect(larger).toEqual(
      drawStratifiedSample('seed', [{ key: 'low', populationSize: 700, count: 35 }, ...requests.slice(1)]),
    );
    expect(larger[0]?.positions.slice(0, 10)).toEqual(first[0]?.positions);
    expect(larger[1]).toEqual(first[1]);
  });

  it('refuses to shrink, to exceed, and lists that do not match', () => {
    const first = drawStratifiedSample('seed', [{ key: 'low', populationSize: 700, count: 10 }]);
    const refused = expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' });
    expect(() => extendStratifiedSample('seed', first, new Map([['low', 9]]))).toThrow(refused);
    expect(() => extendStratifiedSample('seed', first, new Map([['low', 701]]))).toThrow(refused);
    expect(() => topUpAllocation(strata, [0, 0, 101], 500)).toThrow(refused);
    expect(() => topUpAllocation(strata, [60, 60, 60], 160)).toThrow(refused);
    expect(() => topUpAllocation(strata, [1], 160)).toThrow(expect.objectContaining({ code: 'LENGTHS_DIFFER' }));
  });
});
