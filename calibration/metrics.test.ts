import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { brierScore, reliabilityDiagram } from './probability-metrics';
import { averagePrecision, ndcg, rocAuc } from './ranking-metrics';
import { regressionMetrics } from './regression-metrics';
import { subgroupMetrics } from './subgroup-metrics';

const labelled = (truth: number[], scores: number[]) =>
  scores.map((score, i) => ({ score, isRelevant: truth[i] === 1 }));

describe('regression metrics', () => {
  it('gives the worked values of docs/calibration.md, section 5', () => {
    const metrics = regressionMetrics([3, -0.5, 2, 7], [2.5, 0, 2, 8]);
    expect(metrics.r2).toBeCloseTo(0.948608, 6);
    expect(metrics).toMatchObject({ n: 4, mse: 0.375, mae: 0.5, bias: 0.25 });
  });

  it('has no R2 when all ratings are equal, and refuses what cannot be compared', () => {
    expect(regressionMetrics([3, 3], [2, 4])).toMatchObject({ r2: null, mse: 1 });
    expect(() => regressionMetrics([1], [1, 2])).toThrow(expect.objectContaining({ code: 'LENGTHS_DIFFER' }));
    expect(() => regressionMetrics([], [])).toThrow(expect.objectContaining({ code: 'TOO_FEW_VALUES' }));
    expect(() => regressionMetrics([1], [Number.NaN])).toThrow(expect.objectContaining({ code: 'SCORE_NOT_FINITE' }));
  });
});

describe('ranking metrics (scikit-learn 1.9)', () => {
  const small = labelled([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
  const tied = labelled([0, 1, 0, 1, 1, 0, 0, 1, 0, 1], [0.1, 0.4, 0.4, 0.4, 0.8, 0.8, 0.2, 0.9, 0.3, 0.3]);

  it('ROC AUC, ties counted half, with DeLong error', () => {
    expect(rocAuc(small).value).toBeCloseTo(0.75, 12);
    const auc = rocAuc(tied);
    expect(auc.value).toBeCloseTo(0.76, 12);
    expect((auc.standardError ?? 0) ** 2).toBeCloseTo(0.0262, 12);
    expect(auc.interval?.lower).toBeLessThan(0.76);
    expect(auc.interval?.upper).toBeLessThan(1);
  });

  it('average precision', () => {
    expect(averagePrecision(small)).toBeCloseTo(0.833333, 6);
    expect(averagePrecision(tied)).toBeCloseTo(0.725, 12);
  });

  it('nDCG with averaged ties', () => {
    const gains = [10, 0, 0, 1, 5];
    expect(ndcg(gains, [0.1, 0.2, 0.3, 4, 70])).toBeCloseTo(0.695694, 6);
    expect(ndcg(gains, [1, 1, 2, 2, 3])).toBeCloseTo(0.7069469063201825, 12);
    expect(ndcg(gains, [1, 1, 2, 2, 3], 3)).toBeCloseTo(0.40758755288431137, 12);
  });

  it('are undefined with one class, and humble when perfect', () => {
    expect(rocAuc(labelled([1, 1], [1, 2]))).toMatchObject({ value: null, interval: null, relevant: 2, irrelevant: 0 });
    expect(averagePrecision(labelled([0], [1]))).toBeNull();
    expect(ndcg([0, 0], [1, 2])).toBeNull();
    const perfect = rocAuc(labelled([0, 0, 0, 1, 1, 1], [1, 2, 3, 4, 5, 6]));
    expect(perfect.value).toBe(1);
    // Clopper-Pearson of 3/3: lower end .025^(1/3).
    expect(perfect.interval?.lower).toBeCloseTo(0.025 ** (1 / 3), 12);
  });

  it('AUC is the share of pairs in the right order', () => {
    const list = fc.array(fc.record({ score: fc.integer({ min: 1, max: 5 }), isRelevant: fc.boolean() }));
    fc.assert(
      fc.property(list, (labels) => {
        const pairs = labels
          .filter((label) => label.isRelevant)
          .flatMap((hit) =>
            labels.filter((label) => !label.isRelevant).map((miss) => Math.sign(hit.score - miss.score)),
          );
        const { value, interval } = rocAuc(labels);
        if (pairs.length === 0) {
          expect(value).toBeNull();
          return;
        }
        const expected = pairs.reduce<number>((sum, sign) => sum + (sign + 1) / 2, 0) / pairs.length;
        expect(value).toBeCloseTo(expected, 12);
        expect(interval?.lower).toBeLessThanOrEqual(expected + 1e-12);
        expect(interval?.upper).toBeGreaterThanOrEqual(expected - 1e-12);
      }),
    );
  });
});

describe('probabilities', () => {
  const probabilities = [0.1, 0.4, 0.4, 0.4, 0.8, 0.8, 0.2, 0.9, 0.3, 0.3];
  const labels = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1].map((truth, i) => ({
    probability: probabilities[i] ?? 0,
    isRelevant: truth === 1,
  }));

  it('Brier score as scikit-learn gives it', () => {
    expect(brierScore(labels)).toBeCloseTo(0.22, 12);
  });

  it('reliability diagram, counted by hand in two bins', () => {
    const diagram = reliabilityDiagram(labels, 2);
    expect(diagram.bins.map((bin) => [bin.observed.successes, bin.observed.n])).toEqual([
      [3, 7],
      [2, 3],
    ]);
    expect(diagram.bins[0]?.meanProbability).toBeCloseTo(0.3, 12);
    // |2.1 - 3| + |2.5 - 2| over 10.
    expect(diagram.expectedCalibrationError).toBeCloseTo(0.14, 12);
  });

  it('keeps empty bins, puts 1 in the last and refuses what is no probability', () => {
    const diagram = reliabilityDiagram([{ probability: 1, isRelevant: true }], 4);
    expect(diagram.bins.map((bin) => bin.observed.n)).toEqual([0, 0, 0, 1]);
    expect(diagram.bins[0]).toMatchObject({ meanProbability: null, observed: { value: null } });
    expect(() => brierScore([{ probability: 1.5, isRelevant: true }])).toThrow(
      expect.objectContaining({ code: 'NOT_A_PROBABILITY' }),
    );
  });
});

describe('subgroups', () => {
  const ratings = [
    ...[5, 4, 2, 1].map((rating) => ({ group: 'PubMed', rating, score: rating === 2 ? 3.5 : rating })),
    { group: 'forum', rating: 3, score: 4 },
  ];

  it('measures large groups and suppresses small ones', () => {
    const [pubmed, forum] = subgroupMetrics(ratings, { relevanceCut: 3, threshold: 3, minimumSize: 2 });
    expect(pubmed).toMatchObject({
      group: 'PubMed',
      n: 4,
      isSuppressed: false,
      accuracy: { successes: 3, n: 4 },
      precision: { successes: 2, n: 3 },
      recall: { successes: 2, n: 2 },
      f1: { value: 0.8, n: 3 },
      regression: { mse: 0.5625 },
    });
    expect(forum).toEqual({ group: 'forum', n: 1, isSuppressed: true });
  });
});
