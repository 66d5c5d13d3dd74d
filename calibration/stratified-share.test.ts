import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomOrder, randomSource, uniformShare } from './random-order';
import { designStrata, type SampledLabel, samplingDesign } from './sampling-design';
import { stratifiedShare } from './stratified-share';

const label = (over: Partial<SampledLabel> = {}): SampledLabel => ({
  score: 3,
  rawScore: 3,
  rating: 3,
  stratum: null,
  inclusionProbability: null,
  ...over,
});

describe('stratifiedShare', () => {
  it('is the recall of docs/calibration.md where strata lie on one side each: .909091, .605919 to .984857', () => {
    const share = stratifiedShare([
      { populationSize: 700, rated: 70, part: 0, rest: 1 },
      { populationSize: 200, rated: 40, part: 6, rest: 0 },
      { populationSize: 100, rated: 50, part: 35, rest: 0 },
    ]);
    expect(share).toMatchObject({ method: 'logit', n: 42 });
    expect(share.value).toBeCloseTo(0.909091, 6);
    expect(share.standardError).toBeCloseTo(0.078951, 6);
    // The worked value took 1.96 for the normal quantile.
    expect(share.interval?.lower).toBeCloseTo(0.605919, 4);
    expect(share.interval?.upper).toBeCloseTo(0.984857, 5);
  });

  it('of one stratum is the plain share with the finite population correction', () => {
    // p = .3, (1 - 100/1000) .3 .7 / 99 by hand.
    const share = stratifiedShare([{ populationSize: 1000, rated: 100, part: 30, rest: 70 }]);
    expect(share.value).toBeCloseTo(0.3, 12);
    expect(share.standardError).toBeCloseTo(Math.sqrt((0.9 * 0.3 * 0.7) / 99), 12);
  });

  it('takes bounds where a stratum shows no variance, and knows a stratum that was rated whole', () => {
    const bounds = stratifiedShare([
      { populationSize: 1000, rated: 50, part: 0, rest: 0 },
      { populationSize: 10, rated: 10, part: 8, rest: 2 },
    ]);
    expect(bounds).toMatchObject({ value: 0.8, method: 'bounds' });
    expect(bounds.interval?.lower).toBeLessThan(0.1);
    expect(stratifiedShare([{ populationSize: 10, rated: 10, part: 8, rest: 2 }])).toMatchObject({
      value: 0.8,
      interval: { lower: 0.8, upper: 0.8 },
    });
  });

  it('has no value where neither kind was seen, and refuses impossible counts', () => {
    expect(stratifiedShare([{ populationSize: 9, rated: 3, part: 0, rest: 0 }]).value).toBeNull();
    const refused = (over: object) => () =>
      stratifiedShare([{ populationSize: 9, rated: 3, part: 1, rest: 1, ...over }]);
    expect(refused({ part: 3 })).toThrow(expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' }));
    expect(refused({ populationSize: 2 })).toThrow(expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' }));
  });

  it('holds its value, inside [0, 1]', () => {
    const stratum = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(100)).map(([part, rest, other, unrated]) => ({
      populationSize: part + rest + other + 1 + unrated,
      rated: part + rest + other + 1,
      part,
      rest,
    }));
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 1, maxLength: 5 }), (strata) => {
        const { value, interval } = stratifiedShare(strata);
        if (value === null || interval === null) return;
        expect(interval.lower).toBeLessThanOrEqual(value + 1e-12);
        expect(interval.upper).toBeGreaterThanOrEqual(value - 1e-12);
        expect(interval.lower).toBeGreaterThanOrEqual(0);
        expect(interval.upper).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('covers the true recall in a stratified design about as often as it says (1,000 seeded projects)', () => {
    let covered = 0;
    for (let project = 0; project < 1000; project++) {
      const random = randomSource(`share/${project}`);
      const sides = { found: 0, missed: 0 };
      const strata = [0.05, 0.3, 0.7].map((prevalence, h) => {
        const documents = Array.from({ length: 400 }, () => uniformShare(random));
        const isPart = (u = 1) => u < prevalence * 0.8;
        const isRest = (u = 1) => u >= prevalence * 0.8 && u < prevalence;
        sides.found += documents.filter(isPart).length;
        sides.missed += documents.filter(isRest).length;
        const rated = randomOrder(`share/${project}/${h}`, 400, 120).map((i) => documents[i]);
        return {
          populationSize: 400,
          rated: 120,
          part: rated.filter(isPart).length,
          rest: rated.filter(isRest).length,
        };
      });
      const { interval } = stratifiedShare(strata);
      const truth = sides.found / (sides.found + sides.missed);
      if (interval && interval.lower <= truth && truth <= interval.upper) covered++;
    }
    // 950 expected; the normal approximation on a logit costs a little, 930 is 3 standard deviations below.
    expect(covered).toBeGreaterThanOrEqual(930);
  });
});

describe('sampling design', () => {
  it('is a simple random sample unless strata or probabilities differ', () => {
    expect(samplingDesign([])).toBe('SIMPLE_RANDOM');
    expect(samplingDesign([label(), label()])).toBe('SIMPLE_RANDOM');
    expect(samplingDesign([label({ stratum: 'a', inclusionProbability: 0.1 })])).toBe('SIMPLE_RANDOM');
    expect(samplingDesign([label({ stratum: 'a' }), label({ stratum: 'b' })])).toBe('STRATIFIED');
    expect(samplingDesign([label({ inclusionProbability: 0.1 }), label({ inclusionProbability: 0.2 })])).toBe(
      'UNEQUAL_PROBABILITIES',
    );
    expect(samplingDesign([label({ inclusionProbability: 0.1 }), label()])).toBe('UNEQUAL_PROBABILITIES');
  });

  it('lets labels stand for what they were drawn from', () => {
    const low = Array.from({ length: 3 }, () => label({ stratum: 'low', inclusionProbability: 0.03 }));
    const strata = designStrata([...low, label({ stratum: 'high', inclusionProbability: 0.5 })]);
    expect(strata?.map(({ name, populationSize, labels }) => [name, populationSize, labels.length])).toEqual([
      ['low', 100, 3],
      ['high', 2, 1],
    ]);
    expect(designStrata([label()])).toBeNull();
  });

  it.each([0, -0.1, 1.01, Number.NaN])('refuses an inclusion probability of %d', (inclusionProbability) => {
    const refused = expect.objectContaining({ code: 'NOT_A_PROBABILITY' });
    expect(() => samplingDesign([label({ inclusionProbability })])).toThrow(refused);
    expect(() => designStrata([label({ inclusionProbability })])).toThrow(refused);
  });
});
