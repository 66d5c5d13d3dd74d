import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecisionInterval } from './average-precision-interval';
import { bootstrapInterval } from './bootstrap';
import type { LabelledScore } from './labels';
import { sortLabels } from './labels';
import { averagePrecision } from './ranking-metrics';
import { recallCurve, workSaved, workSavedOfSorted } from './recall-curve';
import { labelDesign } from './report-design';
import { reportedThresholds } from './reported-threshold';
import { scopeOfSortedScores } from './scope-scores';
import { sortDesign } from './sorted-design';
import { thresholdEstimates } from './threshold-estimates';

const label = (score: number, isRelevant: boolean): LabelledScore => ({ score, isRelevant });
const range = { lowest: 1, highest: 5 };
const labelled = fc.array(
  fc.record({ score: fc.integer({ min: 2, max: 10 }).map((half) => half / 2), isRelevant: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);

/** The curve that a page draws, of a simple random sample that is its whole population. */
function curveOf(labels: readonly LabelledScore[]) {
  const judged = labels.map(({ score, isRelevant }, place) => ({
    ...{ id: String(place), score, rawScore: score, isRelevant, rating: isRelevant ? 5 : 1 },
    ...{ stratum: null, inclusionProbability: 1 },
  }));
  const design = sortDesign(labelDesign(judged, labels.length, 0.95));
  const scope = scopeOfSortedScores(Float64Array.from(labels, ({ score }) => score).sort());
  return thresholdEstimates(design, scope, reportedThresholds(design.labels, range));
}

describe('curves of one sample', () => {
  it('run from everything to nothing', () => {
    const labels = [label(5, true), label(4, true), label(3, false), label(2, true), label(1, false), label(1, false)];
    const points = curveOf(labels);
    expect(points.map(({ workload }) => workload.documents)).toEqual([6, 4, 3, 2, 1, 0]);
    expect(points.map(({ recall }) => recall.value)).toEqual([1, 1, 2 / 3, 2 / 3, 1 / 3, 0]);
    expect(points.map(({ precision }) => precision.value)).toEqual([0.5, 0.75, 2 / 3, 1, 1, null]);
    expect(points.map(({ falsePositiveRate }) => falsePositiveRate)).toEqual([1, 1 / 3, 1 / 3, 0, 0, 0]);
  });

  it('have at most 201 thresholds and no outer ones while nothing is scored', () => {
    const many = Array.from({ length: 900 }, (_, i) => label(1 + i / 300, i % 3 === 0));
    expect(reportedThresholds(sortLabels(many), { lowest: 0.5, highest: 5 })).toHaveLength(201);
    expect(reportedThresholds(sortLabels([]), null)).toEqual([]);
  });

  it('never turn back as the threshold rises', () => {
    fc.assert(
      fc.property(labelled, (labels) => {
        const points = curveOf(labels);
        for (const share of ['falsePositiveRate', 'recall', 'workload'] as const) {
          const values = points.map((point) => plainShare(point[share]));
          expect(values.every((value, i) => i === 0 || value <= (values[i - 1] ?? 0))).toBe(true);
        }
      }),
    );
  });
});

function plainShare(
  share: number | null | { readonly value: number | null } | { readonly share: number | null },
): number {
  if (share === null || typeof share === 'number') return share ?? 0;
  return ('value' in share ? share.value : share.share) ?? 0;
}

describe('ranking figures', () => {
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
