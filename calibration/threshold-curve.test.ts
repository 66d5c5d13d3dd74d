import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CalibrationError } from './calibration-error';
import type { LabelledScore } from './labels';
import { labelRatings } from './labels';
import { scopeOfHistogram, scopeOfSortedScores } from './scope-scores';
import type { ThresholdPoint } from './threshold-curve';
import { metricsAtThreshold, thresholdCurve } from './threshold-curve';

const label = (score: number, isRelevant: boolean): LabelledScore => ({ score, isRelevant });
const relevant = (...scores: number[]) => scores.map((score) => label(score, true));
const irrelevant = (...scores: number[]) => scores.map((score) => label(score, false));
const scopeOf = (...scores: number[]) => scopeOfSortedScores(Float64Array.from(scores).sort());

describe('a small collection, counted by hand', () => {
  const labels = [...relevant(5, 4, 3, 2), ...irrelevant(1, 1.5, 2.5, 4.5)];
  const scope = scopeOf(1, 1.1, 1.5, 2, 2.5, 2.6, 3, 3.9, 4, 4.5, 4.8, 5);

  it('has the lowest score and then every midpoint as candidates', () => {
    const { points } = thresholdCurve(labels, scope);
    expect(points.map((point) => point.threshold)).toEqual([1, 1.25, 1.75, 2.25, 2.75, 3.5, 4.25, 4.75]);
  });

  it('counts, divides and scales at one threshold', () => {
    const point = metricsAtThreshold(labels, scope, 2.75);
    expect(point.counts).toEqual({ truePositives: 3, falsePositives: 1, falseNegatives: 1, trueNegatives: 3 });
    expect(point.precision).toMatchObject({ value: 0.75, successes: 3, n: 4 });
    expect(point.recall).toMatchObject({ value: 0.75, successes: 3, n: 4 });
    expect(point.f1).toMatchObject({ value: 0.75, successes: 3, n: 5 });
    expect(point.workload).toEqual({ documents: 6, share: 0.5 });
    expect(point.relevantIncluded?.value).toBeCloseTo(4.5, 12);
    expect(point.irrelevantIncluded?.value).toBeCloseTo(1.5, 12);
    expect(point.relevantMissed?.value).toBeCloseTo(1.5, 12);
  });

  it('carries the F1 interval over from the Jaccard share (statsmodels: Wilson of 3/6)', () => {
    const point = metricsAtThreshold(
      [...relevant(5, 4, 3, 1), ...irrelevant(4, 4.5, 1)],
      scopeOf(1, 1, 3, 4, 4, 4.5, 5),
      2,
    );
    expect(point.f1).toMatchObject({ successes: 3, n: 6 });
    expect(point.f1.interval?.lower).toBeCloseTo((2 * 0.18761630648265054) / (1 + 0.18761630648265054), 12);
    expect(point.f1.interval?.upper).toBeCloseTo((2 * 0.8123836935173494) / (1 + 0.8123836935173494), 12);
  });

  it('answers with the exact interval when asked for it', () => {
    const point = metricsAtThreshold(relevant(...new Array(20).fill(1)), scopeOf(...new Array(20).fill(1)), 2, {
      intervalMethod: 'clopper-pearson',
    });
    expect(point.recall.interval?.upper).toBeCloseTo(0.168433, 6);
  });

  it('includes a document that sits exactly on the threshold', () => {
    expect(metricsAtThreshold(labels, scope, 4.5).counts).toMatchObject({ truePositives: 1, falsePositives: 1 });
  });

  it('answers beyond both ends', () => {
    expect(metricsAtThreshold(labels, scope, -Infinity).recall.value).toBe(1);
    const nothing = metricsAtThreshold(labels, scope, Infinity);
    expect(nothing.recall.value).toBe(0);
    expect(nothing.precision).toEqual({ value: null, successes: 0, n: 0, interval: null });
    expect(nothing.relevantIncluded).toBeNull();
  });
});

describe('what has a defined answer although it says little', () => {
  it('no labels: no points, and a notice', () => {
    expect(thresholdCurve([], scopeOf(1, 2, 3))).toMatchObject({ notices: ['NO_LABELS'], points: [] });
    expect(metricsAtThreshold([], scopeOf(1, 2, 3), 2).workload).toEqual({ documents: 2, share: 2 / 3 });
  });

  it('no labels and no documents', () => {
    expect(metricsAtThreshold([], scopeOf(), 2).workload).toEqual({ documents: 0, share: null });
  });

  it('only relevant labels: precision is 1, the notice says what is missing', () => {
    const curve = thresholdCurve(relevant(1, 2), scopeOf(1, 2));
    expect(curve.notices).toEqual(['NO_IRRELEVANT_LABELS']);
    expect(curve.points.map((point) => point.precision.value)).toEqual([1, 1]);
  });

  it('only irrelevant labels: recall is undefined, not 0', () => {
    const curve = thresholdCurve(irrelevant(1, 2), scopeOf(1, 2));
    expect(curve.notices).toEqual(['NO_RELEVANT_LABELS']);
    expect(curve.points.every((point) => point.recall.value === null && point.recall.interval === null)).toBe(true);
  });

  it('all scores equal: one point that includes everything', () => {
    const curve = thresholdCurve([...relevant(3, 3), ...irrelevant(3)], scopeOf(3, 3, 3, 3));
    expect(curve.notices).toEqual(['ALL_SCORES_EQUAL']);
    expect(curve.points).toHaveLength(1);
    expect(curve.points[0]).toMatchObject({ threshold: 3, recall: { value: 1 }, workload: { documents: 4 } });
  });

  it('ties are never split', () => {
    const curve = thresholdCurve([...relevant(2, 4, 4), ...irrelevant(4, 2)], scopeOf(2, 2, 4, 4, 4));
    expect(curve.points.map((point) => point.threshold)).toEqual([2, 3]);
  });

  it('neighbouring doubles keep the upper one out of reach of rounding', () => {
    const next = 1 + Number.EPSILON;
    const curve = thresholdCurve([...irrelevant(1), ...relevant(next)], scopeOf(1, next));
    expect(curve.points.at(-1)?.counts).toMatchObject({ truePositives: 1, falsePositives: 0 });
  });
});

describe('what is refused', () => {
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return error instanceof CalibrationError ? error.code : error;
    }
    return 'accepted';
  };

  it.each([Number.NaN, Infinity, -Infinity])('a score of %d', (score) => {
    expect(code(() => thresholdCurve(relevant(1, score), scopeOf(1, 2)))).toBe('SCORE_NOT_FINITE');
    expect(code(() => scopeOf(1, score, 2))).toBe('SCORE_NOT_FINITE');
  });

  it.each([0.99, 5.01, Number.NaN, Infinity])('a rating of %d', (rating) => {
    expect(code(() => labelRatings([{ score: 1, rating }], 3))).toBe('RATING_OUT_OF_RANGE');
    expect(code(() => labelRatings([], rating))).toBe('RATING_OUT_OF_RANGE');
  });

  it('more labels than documents, unsorted scopes, an empty request', () => {
    expect(code(() => thresholdCurve(relevant(1, 2), scopeOf(1)))).toBe('COUNT_EXCEEDS_TOTAL');
    expect(code(() => scopeOfSortedScores(Float64Array.of(2, 1)))).toBe('SCORES_NOT_SORTED');
    expect(code(() => thresholdCurve(relevant(1), scopeOf(1), { maximumPoints: 0 }))).toBe('NOT_A_COUNT');
    expect(code(() => thresholdCurve(relevant(1), scopeOf(1), { confidence: 95 }))).toBe('NOT_A_PROBABILITY');
    expect(code(() => metricsAtThreshold(relevant(1), scopeOf(1), Number.NaN))).toBe('OUT_OF_RANGE');
  });
});

describe('properties', () => {
  const labelled = fc.array(
    fc.record({ score: fc.integer({ min: 2, max: 10 }).map((half) => half / 2), isRelevant: fc.boolean() }),
    { minLength: 1, maxLength: 80 },
  );
  const curveOf = (labels: LabelledScore[], maximumPoints?: number) =>
    thresholdCurve(labels, scopeOf(...labels.map((each) => each.score), 1, 2.2, 4.9), { maximumPoints });
  const never =
    (isRising: (before: ThresholdPoint, after: ThresholdPoint) => boolean) => (points: readonly ThresholdPoint[]) =>
      points.every((point, i) => i === 0 || !isRising(points[i - 1] ?? point, point));

  it('recall and workload never rise with the threshold', () => {
    fc.assert(
      fc.property(labelled, (labels) => {
        const { points } = curveOf(labels);
        expect(never((a, b) => (b.recall.value ?? 0) > (a.recall.value ?? 0))(points)).toBe(true);
        expect(never((a, b) => b.workload.documents > a.workload.documents)(points)).toBe(true);
        expect(points[0]?.counts.falseNegatives).toBe(0);
      }),
    );
  });

  it('counts add up and every interval holds its value', () => {
    fc.assert(
      fc.property(labelled, (labels) => {
        for (const { counts, precision, recall, f1 } of curveOf(labels).points) {
          expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(labels.length);
          for (const { value, interval } of [precision, recall, f1]) {
            if (value === null || interval === null) continue;
            expect(interval.lower).toBeLessThanOrEqual(value);
            expect(interval.upper).toBeGreaterThanOrEqual(value);
          }
        }
      }),
    );
  });

  it('a thinned curve is a subset of the whole one and keeps both ends', () => {
    fc.assert(
      fc.property(labelled, fc.integer({ min: 2, max: 5 }), (labels, maximumPoints) => {
        const whole = curveOf(labels).points.map((point) => point.threshold);
        const thinned = curveOf(labels, maximumPoints).points.map((point) => point.threshold);
        expect(thinned).toHaveLength(Math.min(maximumPoints, whole.length));
        expect(whole).toEqual(expect.arrayContaining(thinned));
        expect([thinned.at(0), thinned.at(-1)]).toEqual([whole.at(0), whole.at(-1)]);
      }),
    );
  });
});

describe('scope from a histogram', () => {
  it('is exact at the edges and linear between them', () => {
    const scope = scopeOfHistogram([1, 2, 4, 5], [10, 20, 5]);
    expect(scope.total).toBe(35);
    expect([0, 1, 2, 3, 4, 5, 6].map((threshold) => scope.countAtOrAbove(threshold))).toEqual([
      35, 35, 25, 15, 5, 0, 0,
    ]);
  });

  it('refuses edges that do not fit', () => {
    expect(() => scopeOfHistogram([1, 2], [1, 2])).toThrow(expect.objectContaining({ code: 'LENGTHS_DIFFER' }));
    expect(() => scopeOfHistogram([1, 1], [1])).toThrow(expect.objectContaining({ code: 'SCORES_NOT_SORTED' }));
    expect(() => scopeOfHistogram([1, 2], [0.5])).toThrow(expect.objectContaining({ code: 'NOT_A_COUNT' }));
  });
});
