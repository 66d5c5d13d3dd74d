import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  clopperPearson,
  clopperPearsonLower,
  clopperPearsonUpper,
  estimateProportion,
  proportionInterval,
  wilson,
} from './intervals';

describe('worked values (statsmodels 0.15, proportion_confint)', () => {
  it.each([
    [81, 263, 0.25273674558527126, 0.3676219226013514],
    [0, 20, 0, 0.16843347098308534],
    [58, 59, 0.9091440671133507, 0.9995709766672765],
    [5, 5, 0.4781762498950185, 1],
    [123, 100_000, 0.0010223513683246849, 0.0014673898394555115],
  ])('Clopper-Pearson of %d/%d', (successes, trials, lower, upper) => {
    const interval = clopperPearson(successes, trials);
    expect(interval.lower).toBeCloseTo(lower, 13);
    expect(interval.upper).toBeCloseTo(upper, 13);
  });

  it.each([
    [81, 263, 0.2552885198782742, 0.36620957698280004],
    [0, 20, 0, 0.1611251580528194],
    [58, 59, 0.9100427403585771, 0.9970017660816444],
    [5, 5, 0.5655175352168252, 1],
    [123, 100_000, 0.0010310834214437672, 0.0014672351948823183],
  ])('Wilson of %d/%d', (successes, trials, lower, upper) => {
    const interval = wilson(successes, trials);
    expect(interval.lower).toBeCloseTo(lower, 13);
    expect(interval.upper).toBeCloseTo(upper, 13);
  });

  it('gives the one-sided bounds of docs/calibration.md', () => {
    expect(clopperPearsonLower(58, 59)).toBeCloseTo(0.922102, 6);
    expect(clopperPearsonLower(95, 100)).toBeCloseTo(0.897747, 6);
    expect(clopperPearsonUpper(0, 299)).toBeCloseTo(0.009969, 6);
  });
});

const counted = fc
  .integer({ min: 1, max: 5000 })
  .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));
const method = fc.constantFrom('clopper-pearson' as const, 'wilson' as const);

describe('properties', () => {
  it('contain the estimate and lie in [0, 1]', () => {
    fc.assert(
      fc.property(counted, method, fc.double({ min: 0.5, max: 0.999, noNaN: true }), ([x, n], by, confidence) => {
        const { lower, upper } = proportionInterval(x, n, confidence, by);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(x / n);
        expect(upper).toBeGreaterThanOrEqual(x / n);
        expect(upper).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('mirror: the interval of the failures is one minus that of the successes', () => {
    fc.assert(
      fc.property(counted, method, ([x, n], by) => {
        const of = proportionInterval(x, n, 0.95, by);
        const mirrored = proportionInterval(n - x, n, 0.95, by);
        expect(mirrored.lower).toBeCloseTo(1 - of.upper, 12);
        expect(mirrored.upper).toBeCloseTo(1 - of.lower, 12);
      }),
    );
  });

  it('widen with the confidence', () => {
    fc.assert(
      fc.property(counted, method, ([x, n], by) => {
        const narrow = proportionInterval(x, n, 0.8, by);
        const wide = proportionInterval(x, n, 0.99, by);
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower);
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper);
      }),
    );
  });
});

describe('without evidence', () => {
  it('knows nothing from no trials', () => {
    expect(clopperPearson(0, 0)).toEqual({ lower: 0, upper: 1 });
    expect(wilson(0, 0)).toEqual({ lower: 0, upper: 1 });
    expect(estimateProportion(0, 0, 0.95, 'wilson')).toEqual({ value: null, successes: 0, n: 0, interval: null });
  });

  it('refuses impossible counts', () => {
    expect(() => wilson(3, 2)).toThrow(expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' }));
    expect(() => clopperPearson(-1, 2)).toThrow(expect.objectContaining({ code: 'NOT_A_COUNT' }));
    expect(() => clopperPearson(1, 2, 1)).toThrow(expect.objectContaining({ code: 'NOT_A_PROBABILITY' }));
  });
});
