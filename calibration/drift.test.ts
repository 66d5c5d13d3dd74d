import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  binShares,
  compareDistributions,
  driftBand,
  holmAdjust,
  kolmogorovSmirnov,
  populationStabilityIndex,
  quantileEdges,
  wassersteinDistance,
} from './drift';

describe('worked values (docs/calibration.md, section 7, SciPy 1.17.1)', () => {
  it('PSI', () => {
    expect(populationStabilityIndex([0.25, 0.25, 0.25, 0.25], [0.1, 0.2, 0.3, 0.4])).toBeCloseTo(0.228217, 6);
  });

  it('PSI stays finite when a bin is empty: zeros count as 1e-4', () => {
    expect(populationStabilityIndex([1, 0], [0.5, 0.5])).toBeCloseTo(
      0.5 * Math.log(1 / 0.5) + (1e-4 - 0.5) * Math.log(1e-4 / 0.5),
      12,
    );
  });

  it('Wasserstein-1', () => {
    expect(wassersteinDistance([0, 1, 3], [5, 6, 8])).toBeCloseTo(5, 12);
    expect(wassersteinDistance([3.4, 3.9, 7.5, 7.8], [4.5, 1.4])).toBeCloseTo(2.7, 12);
  });

  it('Kolmogorov-Smirnov', () => {
    expect(kolmogorovSmirnov([1, 2, 3, 4, 5], [2, 3, 4, 5, 6]).d).toBeCloseTo(0.2, 12);
    expect(kolmogorovSmirnov([1, 1, 2, 2.5, 3], [1, 2, 2, 4]).d).toBeCloseTo(0.25, 12);
    // 200 against 200, D = .1: sqrt(100) x .1 = 1, and P(K > 1) = .26999967.
    const first = Array.from({ length: 200 }, (_, i) => i);
    const second = Array.from({ length: 200 }, (_, i) => i + 19.5);
    expect(kolmogorovSmirnov(first, second).pValue).toBeCloseTo(0.26999967167735456, 12);
    expect(kolmogorovSmirnov(first, first)).toEqual({ d: 0, pValue: 1 });
  });
});

describe('bins fixed from the reference', () => {
  it('hold equal shares of it', () => {
    const reference = Array.from({ length: 100 }, (_, i) => i);
    const edges = quantileEdges(reference, 4);
    expect(edges).toEqual([24.75, 49.5, 74.25]);
    expect(binShares(reference, edges)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(binShares([-5, 49.5, 1000], edges)).toEqual([1 / 3, 0, 1 / 3, 1 / 3]);
  });

  it('melt together where the reference is one value', () => {
    expect(quantileEdges([5, 5, 5, 5], 10)).toEqual([5]);
    expect(compareDistributions([5, 5, 5], [5, 5]).psi).toBe(0);
  });

  it('leave a value that many share a bin of its own, so that a shift away from it shows on either side', () => {
    // All of one bin into another, floored: 2 (1 - .0001) ln(1 / .0001).
    const whole = 2 * (1 - 1e-4) * Math.log(1e4);
    for (const [before, after] of [
      [3, 4],
      [3, 2],
      [0, 0.1],
      [0, 1e-300],
      [-2, -1.9],
    ] as const) {
      expect(compareDistributions(new Array(60).fill(before), new Array(60).fill(after)).psi).toBeCloseTo(whole, 9);
    }
    // Half at 1, the others even up to 5: half at 1.2 instead, still below the next edge of the others.
    const others = Array.from({ length: 50 }, (_, place) => 2 + (3 * place) / 49);
    const moved = compareDistributions([...new Array(50).fill(1), ...others], [...new Array(50).fill(1.2), ...others]);
    expect(moved).toMatchObject({ band: 'MAJOR', ks: { d: 0.5 } });
    expect(compareDistributions(others, others).psi).toBe(0);
  });
});

describe('reading drift', () => {
  it('by the bands of docs/calibration.md', () => {
    expect([0.05, 0.1, 0.25, 0.26].map(driftBand)).toEqual(['STABLE', 'MODERATE', 'MODERATE', 'MAJOR']);
  });

  it('by effect size: a hundred thousand documents moved by a hundredth are stable, whatever p says', () => {
    const reference = Float64Array.from({ length: 100_000 }, (_, i) => 1 + (4 * i) / 100_000);
    const moved = reference.map((score) => score + 0.04);
    const report = compareDistributions(reference, moved);
    expect(report.ks.pValue).toBeLessThan(1e-3);
    expect(report.band).toBe('STABLE');
    expect(report.wasserstein).toBeCloseTo(0.04, 9);
    expect(
      compareDistributions(
        reference,
        reference.map((score) => score / 2 + 2.5),
      ).band,
    ).toBe('MAJOR');
  });

  it('corrects for several features (Holm: .01, .04, .03 become .03, .06, .06)', () => {
    const [first, second, third] = holmAdjust([0.01, 0.04, 0.03]);
    expect([first, second, third].map((p) => Math.round((p ?? 0) * 1e9) / 1e9)).toEqual([0.03, 0.06, 0.06]);
    expect(holmAdjust([])).toEqual([]);
  });

  it('refuses an empty side and NaN', () => {
    expect(() => compareDistributions([], [1])).toThrow(expect.objectContaining({ code: 'TOO_FEW_VALUES' }));
    expect(() => compareDistributions([1], [Number.NaN])).toThrow(
      expect.objectContaining({ code: 'SCORE_NOT_FINITE' }),
    );
  });
});

describe('properties', () => {
  const sample = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 60 });

  it('distances are symmetric, 0 to oneself, and move with a shift', () => {
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: 1, max: 9 }), (first, second, shift) => {
        expect(wassersteinDistance(first, second)).toBeCloseTo(wassersteinDistance(second, first), 9);
        expect(kolmogorovSmirnov(first, second).d).toBeCloseTo(kolmogorovSmirnov(second, first).d, 12);
        expect(wassersteinDistance(first, first)).toBe(0);
        const shifted = first.map((value) => value + shift);
        expect(wassersteinDistance(first, shifted)).toBeCloseTo(shift, 9);
      }),
    );
  });

  it('PSI is never negative', () => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        expect(compareDistributions(first, second).psi).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
