import { describe, expect, it } from 'vitest';

import { betaQuantile, binomialCdf, hypergeometricCdf, normalQuantile } from './special-functions';

/** Relative error of a value against its reference. */
const relativeError = (value: number, reference: number) => Math.abs(value / reference - 1);

describe('against SciPy 1.17.1', () => {
  it.each([
    [0.025, 81, 183, 0.25273674558527126],
    [0.05, 58, 2, 0.9221020784811816],
    [0.025, 1, 1e5, 2.531780477933314e-7],
    [0.025, 1e5, 1, 0.9999631118858421],
    [1e-6, 3, 298, 6.104947866504918e-5],
    [0.999999, 1000, 2, 0.9999985858272485],
    [0.025, 5e4, 50001, 0.4968960624918004],
    [0.975, 1e6, 1e6, 0.5006929516660505],
    [0.025, 10, 1e7, 4.795385388422356e-7],
  ])('betaQuantile(%d; %d, %d) agrees to 1e-13', (p, a, b, reference) => {
    expect(relativeError(betaQuantile(p, a, b), reference)).toBeLessThan(1e-13);
  });

  it.each([
    [0, 59, 0.05, 0.04849452524942322],
    [1, 93, 0.05, 0.04997579524261633],
    [38, 1000, 0.05, 0.043348190606908005],
    [2, 10, 0.3, 0.3827827863999998],
    [100_000, 1_000_000, 0.1, 0.5008422104052224],
    [0, 300, 1e-4, 0.9704440777842479],
  ])('binomialCdf(%d; %d, %d) agrees to 1e-10', (k, n, p, reference) => {
    expect(relativeError(binomialCdf(k, n, p), reference)).toBeLessThan(1e-10);
  });

  it.each([
    [0, 95, 1, 70, 0.2631578947368421],
    [0, 1_000_000, 60, 5000, 0.740254373203546],
    [3, 100_000, 300, 2000, 0.1481111688186007],
    [50, 10_000_000, 1000, 500_000, 0.5375291856112623],
    [5, 20, 8, 12, 0.7403905691831387],
    [1000, 100_000, 2000, 50_000, 0.509010060790944],
    [7, 20, 10, 17, 0.10526315789473684],
  ])('hypergeometricCdf(%d; %d, %d, %d) agrees to 1e-7', (k, population, successes, draws, reference) => {
    // SciPy subtracts log-gammas, so the looser bound is its own error at a population of 1e7.
    expect(relativeError(hypergeometricCdf(k, population, successes, draws), reference)).toBeLessThan(1e-7);
  });

  it.each([
    [0.975, 1.959963984540054],
    [0.95, 1.6448536269514722],
    [0.995, 2.5758293035489004],
    [1 - 1e-9, 5.997807019601637],
  ])('normalQuantile(%d) agrees to 1e-13', (p, reference) => {
    expect(relativeError(normalQuantile(p), reference)).toBeLessThan(1e-13);
  });
});

describe('at the ends', () => {
  it('gives whole certainties outside the support', () => {
    expect(binomialCdf(-1, 10, 0.5)).toBe(0);
    expect(binomialCdf(10, 10, 0.5)).toBe(1);
    expect(binomialCdf(3, 10, 0)).toBe(1);
    expect(binomialCdf(3, 10, 1)).toBe(0);
    expect(hypergeometricCdf(5, 40, 36, 30)).toBe(0);
    expect(hypergeometricCdf(30, 40, 36, 30)).toBe(1);
    expect(hypergeometricCdf(0, 10, 0, 5)).toBe(1);
  });

  it('refuses what is no probability or no part of the urn', () => {
    expect(() => binomialCdf(1, 2, 1.1)).toThrow(expect.objectContaining({ code: 'NOT_A_PROBABILITY' }));
    expect(() => normalQuantile(1)).toThrow(expect.objectContaining({ code: 'NOT_A_PROBABILITY' }));
    expect(() => hypergeometricCdf(1, 10, 11, 5)).toThrow(expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' }));
  });
});
