import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { averagePrecisionInterval } from './average-precision-interval';
import { bootstrapInterval } from './bootstrap';
import { labelCurves } from './label-curves';
import type { LabelledScore } from './labels';
import { sortLabels } from './labels';
import { averagePrecision, rocAuc } from './ranking-metrics';
import { recallCurve, workSaved, workSavedOfSorted } from './recall-curve';
import { reportedThresholds } from './reported-threshold';
import { scopeOfSortedScores } from './scope-scores';
import { metricsAtThreshold } from './threshold-curve';

const label = (score: number, isRelevant: boolean): LabelledScore => ({ score, isRelevant });
const scopeOf = (labels: readonly LabelledScore[]) =>
  scopeOfSortedScores(Float64Array.from(labels, ({ score }) => score).sort());
const range = { lowest: 1, highest: 5 };
const labelled = fc.array(
  fc.record({ score: fc.integer({ min: 2, max: 10 }).map((half) => half / 2), isRelevant: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);

describe('labelCurves', () => {
  const labels = [label(5, true), label(4, true), label(3, false), label(2, true), label(1, false), label(1, false)];
  const curves = labelCurves(sortLabels(labels), scopeOf(labels), range);

  it('runs from everything to nothing', () => {
    expect(curves.points.map(({ workload }) => workload.documents)).toEqual([6, 4, 3, 2, 1, 0]);
    expect(curves.roc.at(0)).toMatchObject({ x: 1, y: 1 });
    expect(curves.roc.at(-1)).toMatchObject({ threshold: 5.01, x: 0, y: 0 });
    expect(curves.gain.at(0)).toMatchObject({ x: 1, y: 1 });
  });

  it('leaves out precision where nothing is included', () => {
    expect(curves.precisionRecall.map(({ x, y }) => [x, y])).toEqual([
      [1, 0.5],
      [1, 0.75],
      [2 / 3, 2 / 3],
      [2 / 3, 1],
      [1 / 3, 1],
    ]);
  });

  it('encloses the area that rocAuc says (no ties here but among the irrelevant)', () => {
    let area = 0;
    for (const [i, { x, y }] of curves.roc.entries()) {
      const next = curves.roc[i + 1];
      if (next) area += ((x - next.x) * (y + next.y)) / 2;
    }
    expect(area).toBeCloseTo(rocAuc(labels).value ?? 0, 12);
  });

  it('says the same as one threshold asked for alone, with exact intervals', () => {
    const alone = metricsAtThreshold(labels, scopeOf(labels), 2.5, { intervalMethod: 'clopper-pearson' });
    expect(curves.points.find(({ threshold }) => threshold === 2.5)).toEqual(alone);
  });

  it('has empty curves, not zeros, without relevant labels, and a refused certificate', () => {
    const none = labelCurves(sortLabels([label(1, false)]), scopeOf([label(1, false)]), range);
    expect([none.roc, none.gain, none.precisionRecall]).toEqual([[], [], []]);
    expect(none.rocAuc.value).toBeNull();
    expect(none.averagePrecision).toBeNull();
    expect(none.certificate).toMatchObject({ status: 'REFUSED', positivesMissing: 59 });
  });

  it('has at most 201 thresholds and no outer ones while nothing is scored', () => {
    const many = Array.from({ length: 900 }, (_, i) => label(1 + i / 300, i % 3 === 0));
    expect(reportedThresholds(sortLabels(many), { lowest: 0.5, highest: 5 })).toHaveLength(201);
    expect(reportedThresholds(sortLabels([]), null)).toEqual([]);
  });
});

describe('properties', () => {
  it('curves never turn back as the threshold rises', () => {
    fc.assert(
      fc.property(labelled, (labels) => {
        const { roc, gain } = labelCurves(sortLabels(labels), scopeOf(labels), range);
        for (const curve of [roc, gain]) {
          expect(curve.every(({ x }, i) => i === 0 || x <= (curve[i - 1]?.x ?? 0))).toBe(true);
          expect(curve.every(({ y }, i) => i === 0 || y <= (curve[i - 1]?.y ?? 0))).toBe(true);
        }
      }),
    );
  });

  it('average precision stays in (0, 1] and is 1 for a perfect ranking', () => {
    fc.assert(
      fc.property(labelled, (labels) => {
        const value = averagePrecision(labels);
        if (value === null) return;
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
        const perfect = labels.map(({ isRelevant }) => label(isRelevant ? 5 : 1, isRelevant));
        expect(averagePrecision(perfect)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('the bootstrap of average precision is that of any statistic, by counting', () => {
    fc.assert(
      fc.property(labelled, (labels) => {
        fc.pre(labels.length >= 2);
        const falling = labels.toSorted((left, right) => right.score - left.score);
        const plain = bootstrapInterval(falling, averagePrecision, { seed: 's', resamples: 400 });
        const counted = averagePrecisionInterval(labels, 's');
        expect(counted?.lower ?? -1).toBeCloseTo(plain?.lower ?? -1, 12);
        expect(counted?.upper ?? -1).toBeCloseTo(plain?.upper ?? -1, 12);
      }),
      { numRuns: 20 },
    );
    expect(averagePrecisionInterval([label(1, true)], 's')).toBeNull();
  });

  it('work saved from sorted labels is that of a ranking with the irrelevant first among equals', () => {
    fc.assert(
      fc.property(labelled, fc.constantFrom(0.5, 0.8, 0.95), (labels, recall) => {
        fc.pre(labels.some(({ isRelevant }) => isRelevant));
        const ranked = labels
          .toSorted((a, b) => b.score - a.score || Number(a.isRelevant) - Number(b.isRelevant))
          .map(({ isRelevant }) => isRelevant);
        const [sorted, plain] = [workSavedOfSorted(sortLabels(labels), recall), workSaved(ranked, recall)];
        expect(sorted.read).toBe(plain.read);
        expect(sorted.wss).toBeCloseTo(plain.wss, 12);
        expect(sorted.nwss ?? -1).toBeCloseTo(plain.nwss ?? -1, 12);
        expect(recallCurve(ranked).at(-1)?.recall).toBe(1);
      }),
    );
  });
});
