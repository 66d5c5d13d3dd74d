import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bootstrapInterval } from './bootstrap';
import { chooseRecalibration, compareRecalibrations } from './choose-recalibration';
import { controlRisk, riskControlledThreshold, smallestRiskSample, splitConformalMargin } from './conformal';
import { fitIsotonic, interpolateKnots, poolAdjacentViolators } from './isotonic-regression';
import { fitPlatt, plattProbability } from './platt-scaling';
import { randomSource, uniformShare } from './random-order';
import { fitRecalibration, recalibrate } from './recalibration';
import { regressionMetrics } from './regression-metrics';

const rated = (scores: number[], ratings: number[]) => scores.map((score, i) => ({ score, rating: ratings[i] ?? 0 }));

describe('linear (docs/calibration.md, section 3)', () => {
  const [f, y] = [
    [1.2, 2, 2.9, 3.8, 4.9],
    [1, 1, 3, 4, 5],
  ];
  const map = fitRecalibration('LINEAR', rated(f, y));

  it('finds slope and intercept and lowers the error', () => {
    expect(map).toMatchObject({ kind: 'LINEAR' });
    if (map.kind !== 'LINEAR') return;
    expect(map.slope).toBeCloseTo(1.19642, 6);
    expect(map.intercept).toBeCloseTo(-0.741404, 6);
    expect(regressionMetrics(y, f).mse).toBeCloseTo(0.22, 12);
    const unclipped = f.map((score) => map.slope * score + map.intercept);
    expect(regressionMetrics(y, unclipped).mse).toBeCloseTo(0.128874, 6);
    const clipped = f.map((score) => recalibrate(map, score));
    expect(regressionMetrics(y, clipped).mse).toBeCloseTo(0.107253, 6);
  });

  it('stays on the scale', () => {
    expect(recalibrate(map, 6)).toBe(5);
    expect(recalibrate(map, 0)).toBe(1);
  });

  it('refuses to turn the ranking round, and to fit a slope to one score', () => {
    const refused = expect.objectContaining({ code: 'SLOPE_NOT_POSITIVE' });
    expect(() => fitRecalibration('LINEAR', rated([1, 2, 3], [5, 3, 1]))).toThrow(refused);
    expect(() => fitRecalibration('LINEAR', rated([2, 2], [1, 5]))).toThrow(refused);
  });
});

describe('isotonic', () => {
  it('pools as docs/calibration.md says', () => {
    expect(poolAdjacentViolators([3, 7, 5, 9, 8, 7, 10])).toEqual([3, 6, 6, 8, 8, 8, 10]);
  });

  it('averages ties, interpolates and clips as scikit-learn 1.9 does', () => {
    const knots = fitIsotonic([1, 2, 2, 3, 4, 5, 5.5], [3, 7, 5, 9, 8, 7, 10]);
    expect(knots).toEqual({ x: [1, 2, 3, 5, 5.5], y: [3, 6, 8, 8, 10] });
    const expected = [3, 4.5, 6, 7, 8, 8.8, 10];
    for (const [i, at] of [0, 1.5, 2, 2.5, 4.7, 5.2, 9].entries()) {
      expect(interpolateKnots(knots, at)).toBeCloseTo(expected[i] ?? 0, 12);
    }
  });

  it('never falls, keeps the mean and leaves an ordered list alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), (values) => {
        const pooled = poolAdjacentViolators(values);
        expect(pooled.every((value, i) => i === 0 || value >= (pooled[i - 1] ?? 0))).toBe(true);
        const sum = (list: number[]) => list.reduce((total, value) => total + value, 0);
        expect(sum(pooled)).toBeCloseTo(sum(values), 9);
        const ordered = [...values].sort((a, b) => a - b);
        for (const [i, value] of poolAdjacentViolators(ordered).entries())
          expect(value).toBeCloseTo(ordered[i] ?? 0, 12);
      }),
    );
  });
});

describe('choosing a recalibration', () => {
  const random = randomSource('recalibration.test');
  const simulated = (count: number, expert: (score: number) => number) =>
    Array.from({ length: count }, () => {
      const score = 1 + 4 * uniformShare(random);
      const rating = expert(score) + (uniformShare(random) - 0.5) * 0.4;
      return { score, rating: Math.min(5, Math.max(1, rating)) };
    });
  const kindOf = (count: number, expert: (score: number) => number) =>
    chooseRecalibration(simulated(count, expert), 'seed').map.kind;

  it('finds the shape that made the labels', () => {
    expect(kindOf(200, (score) => Math.min(4.8, score + 0.6))).not.toBe('IDENTITY');
    expect(kindOf(200, (score) => 2 + 0.5 * score)).toBe('LINEAR');
    expect(kindOf(200, (score) => (score < 3 ? 1.5 : 4.5))).toBe('ISOTONIC');
    expect(kindOf(30, (score) => 2 + 0.5 * score)).toBe('LINEAR');
  });

  it('improves on labels that had no part in the fit, and says by how much', () => {
    const choice = chooseRecalibration(
      simulated(100, (score) => 2 + 0.5 * score),
      'seed',
    );
    expect(choice.after?.mse ?? 9).toBeLessThan(choice.before?.mse ?? 0);
    expect(choice.after?.intervals.mse?.upper ?? 9).toBeLessThan(choice.before?.intervals.mse?.lower ?? 0);
    expect(
      chooseRecalibration(
        simulated(0, (score) => score),
        'seed',
      ).map,
    ).toEqual({ kind: 'IDENTITY' });
  });

  it('gives every compared kind the figures and the map that choosing it alone would give', () => {
    const labels = simulated(120, (score) => 2 + 0.5 * score);
    const comparison = compareRecalibrations(labels, 'seed');
    const choice = chooseRecalibration(labels, 'seed');
    const chosen = comparison.kinds.find(({ kind }) => kind === choice.map.kind);
    expect(comparison).toMatchObject({ recommended: choice.map.kind, labels: 120, folds: 10 });
    expect(comparison.kinds.map(({ kind }) => kind)).toEqual(['IDENTITY', 'OFFSET', 'LINEAR', 'ISOTONIC']);
    expect(chosen).toEqual({ kind: choice.map.kind, map: choice.map, figures: choice.after });
    expect(comparison.kinds[0]).toMatchObject({ figures: choice.before });
    expect(compareRecalibrations(labels.slice(0, 1), 'seed').kinds).toEqual([]);
  });

  it('keeps identity below 10 labels and leaves isotonic out below 50', () => {
    const nine = chooseRecalibration(
      simulated(9, (score) => 2 + 0.5 * score),
      'seed',
    );
    expect(nine.map).toEqual({ kind: 'IDENTITY' });
    expect(nine.candidates.filter((candidate) => 'notCompared' in candidate)).toHaveLength(3);
    const few = chooseRecalibration(
      simulated(49, (score) => (score < 3 ? 1.5 : 4.5)),
      'seed',
    );
    expect(few.candidates.at(-1)).toEqual({ kind: 'ISOTONIC', notCompared: 'TOO_FEW_LABELS' });
  });

  it('never picks a map that turns the ranking round', () => {
    const choice = chooseRecalibration(
      simulated(60, (score) => 6 - score),
      'seed',
    );
    expect(choice.candidates[2]).toEqual({ kind: 'LINEAR', notCompared: 'SLOPE_NOT_POSITIVE' });
  });

  it('keeps the order of scores, whichever it picks', () => {
    const choice = chooseRecalibration(
      simulated(80, (score) => (score < 3 ? 1.5 : 4.5)),
      'seed',
    );
    const grid = Array.from({ length: 200 }, (_, i) => recalibrate(choice.map, i / 33));
    expect(grid.every((value, i) => i === 0 || value >= (grid[i - 1] ?? 0))).toBe(true);
  });

  it('refuses ratings off the scale', () => {
    expect(() => chooseRecalibration([{ score: 1, rating: 0 }], 'seed')).toThrow(
      expect.objectContaining({ code: 'RATING_OUT_OF_RANGE' }),
    );
  });
});

describe('Platt scaling', () => {
  const f = [1.1, 1.4, 1.9, 2.2, 2.6, 2.8, 3, 3.3, 3.7, 4.1, 4.4, 4.8];
  const y = [0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1];
  const labels = f.map((score, i) => ({ score, isRelevant: y[i] === 1 }));

  it('finds the optimum that SciPy finds', () => {
    const { a, b } = fitPlatt(labels);
    expect(a).toBeCloseTo(-1.1057473, 6);
    expect(b).toBeCloseTo(3.2516659, 6);
  });

  it('stays finite on separable labels and on equal scores', () => {
    const separable = [1, 2, 3, 4].map((score) => ({ score, isRelevant: score > 2 }));
    expect(fitPlatt(separable).a).toBeCloseTo(-0.9081843, 6);
    const equal = [true, true, false].map((isRelevant) => ({ score: 4, isRelevant }));
    // Two targets of 3/4 and one of 1/3: the mean, 11/18.
    expect(plattProbability(fitPlatt(equal), 4)).toBeCloseTo(11 / 18, 8);
  });

  it('rises with the score and never leaves [0, 1]', () => {
    const map = fitPlatt(labels);
    expect(plattProbability(map, 4)).toBeGreaterThan(plattProbability(map, 2));
    expect(plattProbability(map, 1e6)).toBe(1);
    expect(plattProbability(map, -1e6)).toBe(0);
  });

  it('needs both classes', () => {
    expect(() => fitPlatt([{ score: 1, isRelevant: true }])).toThrow(
      expect.objectContaining({ code: 'TOO_FEW_VALUES' }),
    );
  });
});

describe('split conformal', () => {
  it('takes the rank docs/calibration.md says', () => {
    const residuals = [0.1, 0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 0.9];
    expect(splitConformalMargin(residuals, 0.8)).toEqual({ status: 'FINITE', margin: 0.8, n: 9 });
    expect(splitConformalMargin(residuals, 0.9)).toEqual({ status: 'FINITE', margin: 0.9, n: 9 });
  });

  it('says when n is too small', () => {
    expect(splitConformalMargin([0.1, 0.2], 0.9)).toEqual({
      status: 'INFINITE',
      reason: 'TOO_FEW_LABELS',
      n: 2,
      needed: 9,
    });
  });

  it('covers new documents as often as promised (4,000 seeded ones)', () => {
    const random = randomSource('conformal');
    let covered = 0;
    for (let trial = 0; trial < 4000; trial++) {
      const residuals = Array.from({ length: 19 }, () => uniformShare(random) ** 2);
      const margin = splitConformalMargin(residuals, 0.9);
      if (margin.status === 'FINITE' && uniformShare(random) ** 2 <= margin.margin) covered++;
    }
    // Exactly 18/20 in expectation; standard deviation of the share .0047.
    expect(Math.abs(covered / 4000 - 0.9)).toBeLessThan(0.02);
  });
});

describe('conformal risk control', () => {
  const scores = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

  it('decides equalities in whole numbers', () => {
    // .29 x 100 is 28.999999999999996 in binary: 28 misses of 99 are allowed, (28 + 1) / 100 = .29.
    expect(riskControlledThreshold(scores(99), 0.29)).toMatchObject({ misses: 28, threshold: 29 });
    expect(riskControlledThreshold(scores(9), 0.1)).toMatchObject({
      misses: 0,
      threshold: 1,
      bounds: 'EXPECTATION_ONLY',
    });
  });

  it('says how many positives it needs: ceil(1 / alpha) - 1', () => {
    expect([0.05, 0.1, 0.3].map(smallestRiskSample)).toEqual([19, 9, 3]);
    expect(riskControlledThreshold(scores(8), 0.1)).toMatchObject({ status: 'REFUSED', needed: 9 });
    expect(riskControlledThreshold([], 0.5)).toMatchObject({ status: 'REFUSED', needed: 1 });
  });

  it('controls any loss that never rises', () => {
    expect(controlRisk([50, 30, 9, 0], 99, 1, 0.1)).toBe(2);
    expect(controlRisk([50, 30], 99, 1, 0.1)).toBeNull();
  });
});

describe('bootstrap', () => {
  const items = Array.from({ length: 100 }, (_, i) => i);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('finds the interval of a mean and finds it again', () => {
    const interval = bootstrapInterval(items, mean, { seed: 'b' });
    // Mean 49.5, standard error 2.887: 43.8 to 55.2 by the normal approximation.
    expect(Math.abs((interval?.lower ?? 0) - 43.84)).toBeLessThan(0.8);
    expect(Math.abs((interval?.upper ?? 0) - 55.16)).toBeLessThan(0.8);
    expect(bootstrapInterval(items, mean, { seed: 'b' })).toEqual(interval);
  });

  it('is null for a statistic that is mostly undefined, and refuses one item', () => {
    expect(bootstrapInterval(items, () => null, { seed: 'b', resamples: 10 })).toBeNull();
    expect(() => bootstrapInterval([1], mean, { seed: 'b' })).toThrow(
      expect.objectContaining({ code: 'TOO_FEW_VALUES' }),
    );
  });
});
