import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { costProbability, isIncluded, thresholdByCost } from './threshold-by-cost';
import { thresholdByWorkload } from './threshold-by-workload';

const labels = [
  { score: 1, isRelevant: false },
  { score: 2, isRelevant: true },
  { score: 3, isRelevant: false },
  { score: 4, isRelevant: true },
  { score: 5, isRelevant: true },
];

describe('threshold by cost', () => {
  it('turns costs into the probability from which including pays', () => {
    expect(costProbability({ falsePositive: 1, falseNegative: 9 })).toBeCloseTo(0.1, 12);
  });

  it('reads more when missing is dear, less when reading is dear', () => {
    const rule = (falsePositive: number, falseNegative: number) =>
      thresholdByCost(labels, { falsePositive, falseNegative }, 'seed').rule;
    expect(rule(1, 10)).toEqual({ includes: 'AT_OR_ABOVE', threshold: 1.5 });
    expect(rule(10, 1)).toEqual({ includes: 'AT_OR_ABOVE', threshold: 3.5 });
    expect(rule(0, 1)).toEqual({ includes: 'EVERYTHING' });
  });

  it('includes nothing when only that is cheapest, and of equal costs misses least', () => {
    const upsideDown = [
      { score: 1, isRelevant: true },
      { score: 2, isRelevant: false },
    ];
    expect(thresholdByCost(upsideDown, { falsePositive: 1, falseNegative: 0.5 }, 'seed').rule).toEqual({
      includes: 'NOTHING',
    });
    expect(thresholdByCost(upsideDown, { falsePositive: 1, falseNegative: 1 }, 'seed').rule).toEqual({
      includes: 'EVERYTHING',
    });
  });

  it('states the apparent cost a document', () => {
    expect(thresholdByCost(labels, { falsePositive: 1, falseNegative: 10 }, 'seed').apparentCost).toBe(1 / 5);
  });

  it('is as cheap as any rule there is', () => {
    const list = fc.array(fc.record({ score: fc.integer({ min: 1, max: 9 }), isRelevant: fc.boolean() }), {
      minLength: 1,
    });
    const amount = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(list, amount, amount, (sample, falsePositive, falseNegative) => {
        const { apparentCost } = thresholdByCost(sample, { falsePositive, falseNegative }, 'seed');
        for (let threshold = 0.5; threshold <= 10; threshold++) {
          const costs = sample.map(({ score, isRelevant }) =>
            score >= threshold ? (isRelevant ? 0 : falsePositive) : isRelevant ? falseNegative : 0,
          );
          const mean = costs.reduce<number>((sum, cost) => sum + cost, 0) / sample.length;
          expect(apparentCost).toBeLessThanOrEqual(mean + 1e-12);
        }
      }),
    );
  });

  it('cross-validates reproducibly and above the apparent cost on noise', () => {
    const noise = Array.from({ length: 200 }, (_, i) => ({ score: (i * 37) % 101, isRelevant: (i * 13) % 7 < 3 }));
    const first = thresholdByCost(noise, { falsePositive: 1, falseNegative: 1 }, 'seed');
    expect(thresholdByCost(noise, { falsePositive: 1, falseNegative: 1 }, 'seed')).toEqual(first);
    expect(first.crossValidatedCost ?? 0).toBeGreaterThan(first.apparentCost);
    expect(first.folds).toBe(10);
  });

  it('has an answer for one label and refuses none', () => {
    expect(thresholdByCost(labels.slice(1, 2), { falsePositive: 1, falseNegative: 1 }, 'seed')).toEqual({
      rule: { includes: 'EVERYTHING' },
      labels: 1,
      apparentCost: 0,
      crossValidatedCost: null,
      folds: 0,
    });
    expect(() => thresholdByCost([], { falsePositive: 1, falseNegative: 1 }, 'seed')).toThrow(
      expect.objectContaining({ code: 'TOO_FEW_VALUES' }),
    );
    expect(() => costProbability({ falsePositive: 0, falseNegative: 0 })).toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE' }),
    );
  });
});

describe('threshold by workload', () => {
  const scores = Float64Array.of(1, 2, 3, 3, 3, 4, 5);

  it.each([
    [2, { rule: { includes: 'AT_OR_ABOVE', threshold: 3.5 }, documents: 2 }],
    [4, { rule: { includes: 'AT_OR_ABOVE', threshold: 3.5 }, documents: 2 }],
    [5, { rule: { includes: 'AT_OR_ABOVE', threshold: 2.5 }, documents: 5 }],
    [7, { rule: { includes: 'EVERYTHING' }, documents: 7 }],
    [0, { rule: { includes: 'NOTHING' }, documents: 0 }],
  ])('of at most %d documents never splits a tie', (documents, expected) => {
    expect(thresholdByWorkload(scores, documents)).toEqual(expected);
  });

  it('includes nothing when all scores are equal and one wants fewer', () => {
    expect(thresholdByWorkload(Float64Array.of(4, 4, 4), 2)).toEqual({ rule: { includes: 'NOTHING' }, documents: 0 });
  });

  it('includes what its rule includes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 })), fc.integer({ min: 0, max: 50 }), (list, documents) => {
        const ascending = Float64Array.from(list).sort();
        const chosen = thresholdByWorkload(ascending, documents);
        expect([...ascending].filter((score) => isIncluded(chosen.rule, score))).toHaveLength(chosen.documents);
        expect(chosen.documents).toBeLessThanOrEqual(documents);
      }),
    );
  });
});
