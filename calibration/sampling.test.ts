import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomOrder, randomSource, uniformBelow, xoshiro128StarStar } from './random-order';
import { drawSimpleRandomSample, drawStratifiedSample, extendSimpleRandomSample } from './sampling';
import { neymanAllocation } from './stratified-allocation';

describe('xoshiro128**', () => {
  it('gives the numbers of the reference implementation (v1.1, state 1 2 3 4, as in rand_xoshiro)', () => {
    const source = xoshiro128StarStar([1, 2, 3, 4]);
    const expected = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    expect(expected.map(() => source.nextUint32())).toEqual(expected);
  });

  it('starts from the SHA-256 of the labelled seed', () => {
    // sha256("winnow-random-order-v1\0a"), first 16 bytes, computed with Python's hashlib.
    const source = xoshiro128StarStar([1169675786, 3374700421, 1303368462, 3399576939]);
    const seeded = randomSource('a');
    for (let i = 0; i < 5; i++) expect(seeded.nextUint32()).toBe(source.nextUint32());
  });

  it('refuses an empty seed and the zero state', () => {
    expect(() => randomSource('')).toThrow(expect.objectContaining({ code: 'SEED_EMPTY' }));
    expect(() => xoshiro128StarStar([0, 0, 0, 0])).toThrow(expect.objectContaining({ code: 'SEED_EMPTY' }));
  });
});

describe('randomOrder', () => {
  it('is the order an independent implementation gives', () => {
    expect(randomOrder('winnow', 10, 10)).toEqual([7, 0, 8, 9, 1, 2, 4, 5, 6, 3]);
    expect(randomOrder('winnow', 10_000_000, 5)).toEqual([1750507, 6447706, 8805034, 3962898, 3709279]);
  });

  it('is a permutation, and each prefix begins the longer ones', () => {
    const request = fc.record({ seed: fc.string({ minLength: 1 }), size: fc.integer({ min: 0, max: 300 }) });
    fc.assert(
      fc.property(request, fc.double({ min: 0, max: 1, noNaN: true }), ({ seed, size }, part) => {
        const whole = randomOrder(seed, size, size);
        expect([...whole].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i));
        const count = Math.floor(part * size);
        expect(randomOrder(seed, size, count)).toEqual(whole.slice(0, count));
      }),
    );
  });

  it('draws every document equally often', () => {
    const times = new Array<number>(20).fill(0);
    for (let draw = 0; draw < 6000; draw++) {
      for (const position of randomOrder(`uniform/${draw}`, 20, 5)) times[position] = (times[position] ?? 0) + 1;
    }
    // Each count is Binomial(6000, 1/4): mean 1500, standard deviation 33.5; five of them either way.
    for (const count of times) expect(Math.abs(count - 1500)).toBeLessThan(168);
  });

  it('draws every pair of documents equally often', () => {
    const pairs = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const pair = randomOrder(`pair/${draw}`, 5, 2).sort((a, b) => a - b);
      pairs.set(pair.join(), (pairs.get(pair.join()) ?? 0) + 1);
    }
    expect(pairs.size).toBe(10);
    for (const count of pairs.values()) expect(Math.abs(count - 600)).toBeLessThan(117);
  });

  it('never favours small numbers', () => {
    // 2^32 mod limit is almost the limit itself: without rejection the lower third would come up twice as often.
    const source = randomSource('rejection');
    const limit = 3 * 2 ** 30;
    let lowerThird = 0;
    for (let i = 0; i < 3000; i++) if (uniformBelow(source, limit) < 2 ** 30) lowerThird++;
    expect(Math.abs(lowerThird - 1000)).toBeLessThan(130);
  });
});

describe('simple random sample', () => {
  it('records what is needed to draw it again', () => {
    const sample = drawSimpleRandomSample('seed', 1000, 50);
    expect(sample.positions).toHaveLength(50);
    expect(sample).toMatchObject({ seed: 'seed', populationSize: 1000, inclusionProbability: 0.05 });
    expect(drawSimpleRandomSample(sample.seed, sample.populationSize, 50)).toEqual(sample);
  });

  it('topped up is the larger sample drawn at once', () => {
    const sample = drawSimpleRandomSample('seed', 1000, 50);
    const larger = extendSimpleRandomSample(sample, 25);
    expect(larger).toEqual(drawSimpleRandomSample('seed', 1000, 75));
    expect(larger.positions.slice(0, 50)).toEqual(sample.positions);
  });

  it('handles an empty frame and refuses more than there is', () => {
    expect(drawSimpleRandomSample('seed', 0, 0)).toMatchObject({ positions: [], inclusionProbability: 0 });
    expect(() => drawSimpleRandomSample('seed', 10, 11)).toThrow(
      expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' }),
    );
    expect(() => extendSimpleRandomSample(drawSimpleRandomSample('seed', 10, 8), 3)).toThrow(
      expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' }),
    );
  });
});

describe('stratified sample', () => {
  it('draws each stratum by itself', () => {
    const [low, high] = drawStratifiedSample('seed', [
      { key: 'low', populationSize: 900, count: 30 },
      { key: 'high', populationSize: 100, count: 50 },
    ]);
    expect(low).toMatchObject({ key: 'low', inclusionProbability: 30 / 900 });
    expect(high).toMatchObject({ key: 'high', inclusionProbability: 0.5 });
    expect(high?.positions.every((position) => position < 100)).toBe(true);
    const [again] = drawStratifiedSample('seed', [{ key: 'low', populationSize: 900, count: 40 }]);
    expect(again?.positions.slice(0, 30)).toEqual(low?.positions);
  });

  it('follows Neyman: N_h sqrt(p(1-p))', () => {
    // Weights 800 x .3, 200 x .5: 240 to 100.
    const strata = [
      { populationSize: 800, guessedProportion: 0.1 },
      { populationSize: 200, guessedProportion: 0.5 },
    ];
    expect(neymanAllocation(strata, 34)).toEqual([24, 10]);
  });

  it('gives what a small stratum cannot take to the others, and a minimum to those guessed pure', () => {
    const strata = [
      { populationSize: 5, guessedProportion: 0.5 },
      { populationSize: 1000, guessedProportion: 0 },
      { populationSize: 10, guessedProportion: 0.5 },
    ];
    expect(neymanAllocation(strata, 30)).toEqual([5, 15, 10]);
    expect(neymanAllocation(strata, 10)).toEqual([3, 2, 5]);
  });

  it('is proportional when every guess is pure', () => {
    const strata = [
      { populationSize: 300, guessedProportion: 0 },
      { populationSize: 100, guessedProportion: 1 },
    ];
    expect(neymanAllocation(strata, 40)).toEqual([30, 10]);
  });

  it('always adds up, within floors and capacities', () => {
    const strata = fc.array(
      fc.record({
        populationSize: fc.integer({ min: 0, max: 500 }),
        guessedProportion: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(strata, fc.double({ min: 0, max: 1, noNaN: true }), (requested, part) => {
        const capacity = requested.reduce((sum, stratum) => sum + stratum.populationSize, 0);
        const least = requested.reduce((sum, stratum) => sum + Math.min(2, stratum.populationSize), 0);
        const total = least + Math.floor(part * (capacity - least));
        const sizes = neymanAllocation(requested, total);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total);
        for (const [h, { populationSize }] of requested.entries()) {
          expect(sizes[h]).toBeGreaterThanOrEqual(Math.min(2, populationSize));
          expect(sizes[h]).toBeLessThanOrEqual(populationSize);
        }
      }),
    );
  });
});
