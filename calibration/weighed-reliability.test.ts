import { describe, expect, it } from 'vitest';
import { brierScore, reliabilityDiagram } from './probability-metrics';
import { labelDesign } from './report-design';
import { type ProbableLabel, weighedReliability } from './weighed-reliability';

function label(stratum: string, inclusionProbability: number, probability: number, isRelevant: boolean): ProbableLabel {
  const rating = isRelevant ? 5 : 1;
  return { score: probability, rawScore: probability, rating, isRelevant, probability, stratum, inclusionProbability };
}

describe('the reliability of a stratified sample', () => {
  // Below 4 of 400 rated, each for 100 documents; above 4 of 8, each for 2.
  const labels = [
    label('0', 0.01, 0.02, false),
    label('0', 0.01, 0.04, false),
    label('0', 0.01, 0.12, true),
    label('0', 0.01, 0.18, false),
    label('1', 0.5, 0.15, true),
    label('1', 0.5, 0.85, true),
    label('1', 0.5, 0.85, false),
    label('1', 0.5, 1, true),
  ];

  it('weighs a label by the documents that it stands for, by hand', () => {
    const diagram = weighedReliability(labelDesign(labels, null, 0.95));
    const [first, second] = diagram?.bins ?? [];
    expect(first).toMatchObject({ lower: 0, upper: 0.1, observed: { value: 0, n: 2 } });
    expect(first?.meanProbability).toBeCloseTo(0.03, 12);
    // 100 at 0.12, relevant; 100 at 0.18, not; 2 at 0.15, relevant.
    expect(second?.meanProbability).toBeCloseTo((12 + 18 + 0.3) / 202, 12);
    expect(second?.observed.value).toBeCloseTo(102 / 202, 12);
    expect(diagram?.bins.at(-1)).toMatchObject({ meanProbability: 1, observed: { value: 1, n: 1 } });
    expect(diagram?.bins[5]).toMatchObject({ meanProbability: null, observed: { value: null, n: 0 } });
    // |6 - 0| + |30.3 - 102| + |3.4 - 2| + |2 - 2| of 408 documents.
    expect(diagram?.expectedCalibrationError).toBeCloseTo((6 + 71.7 + 1.4) / 408, 12);
    const squares = 100 * (0.02 ** 2 + 0.04 ** 2 + 0.88 ** 2 + 0.18 ** 2) + 2 * (0.85 ** 2 + 0.15 ** 2 + 0.85 ** 2);
    expect(diagram?.brier).toBeCloseTo(squares / 408, 12);
    expect(diagram?.n).toBe(8);
  });

  it('is the plain diagram where every stratum is rated as densely', () => {
    const even = labels.map((one) => ({ ...one, inclusionProbability: 0.5 }));
    const weighed = weighedReliability(labelDesign(even, null, 0.95));
    const plain = reliabilityDiagram(even);
    expect(weighed?.expectedCalibrationError).toBeCloseTo(plain.expectedCalibrationError, 12);
    expect(weighed?.brier).toBeCloseTo(brierScore(even), 12);
    weighed?.bins.forEach(({ meanProbability, observed }, bin) => {
      expect(observed.n).toBe(plain.bins[bin]?.observed.n);
      if (meanProbability === null) return;
      expect(meanProbability).toBeCloseTo(plain.bins[bin]?.meanProbability ?? Number.NaN, 12);
      expect(observed.value).toBeCloseTo(plain.bins[bin]?.observed.value ?? Number.NaN, 12);
    });
  });

  it('cannot be told where a probability of inclusion is not known', () => {
    const unknown = labels.map((one, place) => (place === 3 ? { ...one, inclusionProbability: null } : one));
    expect(weighedReliability(labelDesign(unknown, null, 0.95))).toBeNull();
  });
});
