import { describe, expect, it } from 'vitest';

import { averagePrecisionInterval } from './average-precision-interval';
import { sortLabels } from './labels';
import { workSavedOfSorted } from './recall-curve';
import { labelDesign } from './report-design';
import type { JudgedLabel } from './report-thresholds';
import { thresholdFigures } from './report-thresholds';
import { scopeOfSortedScores } from './scope-scores';
import { sortDesign } from './sorted-design';
import { thresholdByCost } from './threshold-by-cost';
import { ERROR_CONFIDENCE, expectedCost, thresholdEstimates } from './threshold-estimates';
import { rankingEstimates, weighedRanking } from './weighed-ranking';

const SCORES = [1.2, 1.2, 1.8, 2.4, 2.5, 2.5, 3.1, 3.3, 3.9, 4.4, 4.4, 4.9];
const RELEVANT = [0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1];
/** Above 3 every second document was drawn, below every tenth. */
const label = (score: number, place: number, isStratified: boolean): JudgedLabel => ({
  score,
  rawScore: score,
  rating: RELEVANT[place] === 1 ? 5 : 1,
  isRelevant: RELEVANT[place] === 1,
  stratum: isStratified ? (score > 3 ? 'high' : 'low') : null,
  inclusionProbability: isStratified ? (score > 3 ? 0.5 : 0.1) : 1,
});
const simple = SCORES.map((score, place) => label(score, place, false));
const stratified = SCORES.map((score, place) => label(score, place, true));
const wholeScope = scopeOfSortedScores(Float64Array.from(SCORES));
const largeScope = scopeOfSortedScores(
  Float64Array.from([...new Array<number>(60).fill(2), ...new Array<number>(12).fill(4)]),
);

describe('estimates of many thresholds', () => {
  it('are those of one rule counted label by label, from either design', () => {
    for (const labels of [simple, stratified]) {
      const design = labelDesign(labels, 72, 0.95);
      for (const threshold of [1, 2.45, 3, 4.4]) {
        const [estimate] = thresholdEstimates(sortDesign(design), largeScope, [threshold]);
        const rule = { includes: 'AT_OR_ABOVE', threshold } as const;
        const { precision, recall, f1, workload } = thresholdFigures(design, 'GIVEN', rule, largeScope);
        expect(estimate).toMatchObject({ precision, recall, f1 });
        expect(estimate?.workload.documents).toBe(workload.documents);
      }
    }
  });

  it('expects errors on each side of the threshold, exact at 97.5 % so that both hold at once (SciPy)', () => {
    const [at] = thresholdEstimates(sortDesign(labelDesign(simple, 12, 0.95)), wholeScope, [3]);
    expect(ERROR_CONFIDENCE).toBeCloseTo(0.975, 12);
    expect(at?.counts).toEqual({ truePositives: 4, falsePositives: 2, falseNegatives: 2, trueNegatives: 4 });
    expect(at?.falsePositives).toMatchObject({ value: 2, n: 6 });
    expect(at?.falsePositives.lower).toBeCloseTo(6 * 0.0300553412906, 8);
    expect(at?.falsePositives.upper).toBeCloseTo(6 * 0.8160794086982, 8);
    expect(at?.falseNegatives).toMatchObject({ value: 2, n: 6 });
    expect(at?.falsePositiveRate).toBeCloseTo(1 / 3, 12);
  });

  it('weighs a stratified sample: 2 of 6 missed among 60 are 20, and 4 of 6 found among 12 are 8', () => {
    const [at] = thresholdEstimates(sortDesign(labelDesign(stratified, 72, 0.95)), largeScope, [3]);
    expect(at?.recall.value).toBeCloseTo(8 / 28, 12);
    expect(at?.falseNegatives.value).toBeCloseTo(20, 12);
    expect(at?.falsePositives.value).toBeCloseTo(4, 12);
    expect(at?.falsePositiveRate).toBeCloseTo(4 / 44, 12);
  });

  it('knows no errors where nothing is included, and none of a side that no label lies on', () => {
    const design = sortDesign(labelDesign(simple, 72, 0.95));
    const [nothing] = thresholdEstimates(design, largeScope, [6]);
    expect(nothing?.falsePositives).toMatchObject({ value: 0, lower: 0, upper: 0, n: 0 });
    const [all] = thresholdEstimates(design, largeScope, [1.1]);
    expect(all?.falseNegatives).toMatchObject({ value: 0, n: 0 });
    const high = sortDesign(labelDesign(simple.slice(6), 72, 0.95));
    expect(thresholdEstimates(high, largeScope, [3])[0]?.falseNegatives).toMatchObject({ value: null, n: 0 });
  });

  it('says nothing of a design that cannot be weighed', () => {
    const unknown = simple.map((one, place) => ({ ...one, inclusionProbability: place === 0 ? 0.5 : null }));
    const [at] = thresholdEstimates(sortDesign(labelDesign(unknown, 72, 0.95)), largeScope, [3]);
    expect([at?.recall.value, at?.falsePositives.value, at?.falsePositiveRate]).toEqual([null, null, null]);
  });
});

describe('expected cost', () => {
  const documents = (value: number | null) => ({ value, lower: value, upper: value, n: 1, method: 'bounds' }) as const;
  it('adds both errors and both ends of their intervals', () => {
    const [at] = thresholdEstimates(sortDesign(labelDesign(simple, 12, 0.95)), wholeScope, [3]);
    if (!at) throw new Error('One threshold has one estimate.');
    const cost = expectedCost(at, { falsePositive: 1, falseNegative: 10 });
    expect(cost?.value).toBeCloseTo(22, 12);
    expect(cost?.lower).toBeCloseTo(11 * 6 * 0.0300553412906, 7);
    expect(cost?.upper).toBeCloseTo(11 * 6 * 0.8160794086982, 7);
  });

  it('is unknown where a cost falls on errors nobody can count, and known where they cost nothing', () => {
    const at = { falsePositives: documents(3), falseNegatives: documents(null) };
    expect(expectedCost(at, { falsePositive: 1, falseNegative: 1 })).toBeNull();
    expect(expectedCost(at, { falsePositive: 2, falseNegative: 0 })?.value).toBe(6);
  });
});

describe('ranking estimates', () => {
  it('weigh every label by the documents it stands for (scikit-learn, sample_weight)', () => {
    const weighed = rankingEstimates(labelDesign(stratified, 72, 0.95), 'cranes');
    expect(weighed.rocAuc.value).toBeCloseTo(0.6071428571, 9);
    expect(weighed.averagePrecision.value).toBeCloseTo(0.6112103175, 9);
    expect(weighed.rocAuc.method).toBe('stratified-bootstrap');
    const { lower = 1, upper = 0 } = weighed.rocAuc.interval ?? {};
    expect(lower).toBeLessThan(0.607);
    expect(upper).toBeGreaterThan(0.607);
  });

  it('are those of the plain functions in a simple random sample', () => {
    const plain = rankingEstimates(labelDesign(simple, 12, 0.95), 'cranes');
    expect(plain.rocAuc.value).toBeCloseTo(0.75, 12);
    expect(plain.averagePrecision.value).toBeCloseTo(0.8208333333, 9);
    expect(plain.workSaved.value).toBeCloseTo(workSavedOfSorted(sortLabels(simple), 0.95).wss, 12);
    const alone = averagePrecisionInterval(simple, 'cranes/average-precision');
    expect(plain.averagePrecision.interval?.lower).toBeCloseTo(alone?.lower ?? Number.NaN, 12);
    expect(plain.averagePrecision.interval?.upper).toBeCloseTo(alone?.upper ?? Number.NaN, 12);
  });

  it('saves .80 at .95 recall with 9 ones, 5 zeros, 1 one, 85 zeros (Cohen et al.)', () => {
    const order = [...new Array(9).fill(1), ...new Array(5).fill(0), 1, ...new Array(85).fill(0)];
    const falling = {
      scores: Float64Array.from(order, (_, place) => 100 - place),
      isRelevant: Uint8Array.from(order),
    };
    expect(weighedRanking(falling, new Float64Array(100).fill(1), 0.95).workSaved).toBeCloseTo(0.8, 12);
  });

  it('have no value without a class and no interval without variance', () => {
    const none = simple.map((one) => ({ ...one, isRelevant: false }));
    const { rocAuc, averagePrecision, workSaved } = rankingEstimates(labelDesign(none, 12, 0.95), 'cranes');
    expect([rocAuc.value, averagePrecision.value, workSaved.value]).toEqual([null, null, null]);
    const all = simple.map((one) => ({ ...one, isRelevant: true }));
    const perfect = rankingEstimates(labelDesign(all, 12, 0.95), 'cranes').averagePrecision;
    expect(perfect).toMatchObject({ value: 1, interval: null });
  });
});

describe('threshold by cost of weighed labels', () => {
  it('reads less where the relevant documents below are few, and more where a label stands for many', () => {
    const labels = [
      { score: 1, isRelevant: false, weight: 3 },
      { score: 2, isRelevant: true, weight: 1 },
      { score: 3, isRelevant: false, weight: 3 },
      { score: 4, isRelevant: true, weight: 1 },
    ];
    const rule = (weight: number) =>
      thresholdByCost(
        labels.map((one) => (one.score === 2 ? { ...one, weight } : one)),
        { falsePositive: 1, falseNegative: 2 },
        'seed',
      ).rule;
    expect(rule(1)).toEqual({ includes: 'AT_OR_ABOVE', threshold: 3.5 });
    expect(rule(2)).toEqual({ includes: 'AT_OR_ABOVE', threshold: 1.5 });
  });
});
