import fc from 'fast-check';
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

  it('has the linearised intervals that numpy gives for the ratios of weighed sums', () => {
    // Four of 40 rated in one stratum, four of 8 in the other; y - R in the bin, 0 outside it, N^2 (1 - n/N) s^2 / n.
    const drawn = [
      ...(
        [
          [0.2, false],
          [0.2, false],
          [0.4, true],
          [0.6, false],
        ] as const
      ).map(([p, y]) => label('0', 0.1, p, y)),
      ...(
        [
          [0.4, false],
          [0.8, true],
          [0.8, true],
          [0.8, false],
        ] as const
      ).map(([p, y]) => label('1', 0.5, p, y)),
    ];
    const [low, high] = weighedReliability(labelDesign(drawn, null, 0.95), 2)?.bins ?? [];
    expect(low?.observed).toMatchObject({ value: expect.closeTo(10 / 32, 12), method: 'logit' });
    expect(low?.observed.lower).toBeCloseTo(0.034155686606404036, 12);
    expect(low?.observed.upper).toBeCloseTo(0.8538545923206614, 12);
    expect(high?.observed.lower).toBeCloseTo(0.05130097246459047, 12);
    expect(high?.observed.upper).toBeCloseTo(0.6726416580926353, 12);
  });

  it('is the plain diagram of documents among which every label stands as often as it weighs', () => {
    const answer = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean());
    const stratum = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.array(answer, { minLength: 2, maxLength: 8 }));
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 2, maxLength: 4 }), (drawn) => {
        const sample = drawn.flatMap(([weight, answers], place) =>
          answers.map(([probability, isRelevant]) => label(String(place), 1 / weight, probability, isRelevant)),
        );
        const documents = sample.flatMap((one) =>
          Array.from({ length: Math.round(1 / (one.inclusionProbability ?? 1)) }, () => one),
        );
        const [weighed, plain] = [
          weighedReliability(labelDesign(sample, null, 0.95), 5),
          reliabilityDiagram(documents, 5),
        ];
        expect(weighed?.expectedCalibrationError).toBeCloseTo(plain.expectedCalibrationError, 10);
        expect(weighed?.brier).toBeCloseTo(brierScore(documents), 10);
        for (const [bin, { meanProbability, observed }] of plain.bins.entries()) {
          const same = weighed?.bins[bin];
          if (meanProbability === null) expect(same).toMatchObject({ meanProbability: null, observed: { n: 0 } });
          else expect(same?.meanProbability).toBeCloseTo(meanProbability, 10);
          if (observed.value !== null) expect(same?.observed.value).toBeCloseTo(observed.value, 10);
        }
      }),
    );
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
