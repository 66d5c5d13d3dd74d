import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { elusionTest } from './elusion-test';
import { randomOrder, randomSource, uniformShare } from './random-order';
import { recallCurve, workSaved } from './recall-curve';
import { binomialCdf } from './special-functions';
import { buscar, controlPositivesToFind } from './stopping';
import { stratifiedRecall, stratifiedTotal } from './stratified-recall';

const stratum = (populationSize: number, rated: number, relevant: number, isIncluded = true) => ({
  populationSize,
  rated,
  relevant,
  isIncluded,
});

describe('stratified sample (docs/calibration.md, section 4)', () => {
  const strata = [stratum(700, 70, 1, false), stratum(200, 40, 6), stratum(100, 50, 35)];

  it('estimates the total', () => {
    const { total, standardError } = stratifiedTotal(strata);
    expect(total).toBeCloseTo(110, 10);
    expect(standardError).toBeCloseTo(14.698434, 6);
  });

  it('estimates recall with an interval on the logit scale', () => {
    const recall = stratifiedRecall(strata);
    expect(recall.value).toBeCloseTo(0.909091, 6);
    expect(recall.standardError).toBeCloseTo(0.078951, 6);
    expect(recall.interval.lower).toBeCloseTo(0.605919, 4);
    expect(recall.interval.upper).toBeCloseTo(0.984857, 5);
    expect(recall).toMatchObject({ method: 'logit', rated: 160 });
  });

  it('does not take "none seen" for "none there"', () => {
    const recall = stratifiedRecall([stratum(900, 100, 0, false), stratum(100, 100, 40)]);
    expect(recall.value).toBe(1);
    expect(recall.method).toBe('bounds');
    // One open stratum: Clopper-Pearson 0/100 at 95 % two-sided ends at .036217; 40 / (40 + 900 x .036217).
    expect(recall.interval.lower).toBeCloseTo(40 / (40 + 900 * 0.03621669), 6);
    expect(recall.interval.upper).toBe(1);
  });

  it('knows everything when everything was rated', () => {
    expect(stratifiedTotal([stratum(10, 10, 4), stratum(5, 5, 0)])).toEqual({
      total: 4,
      standardError: 0,
      bounds: { lower: 4, upper: 4 },
    });
    expect(stratifiedRecall([stratum(10, 10, 4), stratum(5, 5, 1, false)]).interval).toEqual({
      lower: 0.8,
      upper: 0.8,
    });
  });

  it('says so when nothing relevant was seen, and refuses a stratum nobody rated', () => {
    const nothing = stratifiedRecall([stratum(100, 10, 0), stratum(100, 10, 0, false)]);
    expect(nothing).toMatchObject({ value: null, interval: { lower: 0, upper: 1 } });
    expect(stratifiedTotal([stratum(10, 1, 1)]).standardError).toBeNull();
    expect(() => stratifiedTotal([stratum(10, 0, 0)])).toThrow(expect.objectContaining({ code: 'TOO_FEW_VALUES' }));
  });

  it('covers the true recall as often as promised (400 seeded collections)', () => {
    let missed = 0;
    for (let trial = 0; trial < 400; trial++) if (!coversTruth(`stratified/${trial}`)) missed++;
    // Binomial(400, .05) exceeds 32 once in 200 suites.
    expect(1 - binomialCdf(32, 400, 0.05)).toBeLessThan(0.006);
    expect(missed).toBeLessThanOrEqual(32);
  });

  it('holds its own estimate', () => {
    const sides = fc.array(
      fc.tuple(fc.integer({ min: 2, max: 30 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(sides, (drawn) => {
        const recall = stratifiedRecall(drawn.map(([n, share, side]) => stratum(100, n, Math.floor(share * n), side)));
        if (recall.value === null) return;
        expect(recall.interval.lower).toBeLessThanOrEqual(recall.value + 1e-12);
        expect(recall.interval.upper).toBeGreaterThanOrEqual(recall.value - 1e-12);
      }),
    );
  });
});

function coversTruth(seed: string): boolean {
  const random = randomSource(seed);
  const bands = [
    { size: 700, prevalence: 0.03, rated: 150, isIncluded: false },
    { size: 200, prevalence: 0.2, rated: 60, isIncluded: true },
    { size: 100, prevalence: 0.7, rated: 40, isIncluded: true },
  ].map((band) => ({
    ...band,
    truth: Array.from({ length: band.size }, () => uniformShare(random) < band.prevalence),
  }));
  const strata = bands.map(({ size, rated, isIncluded, truth }, h) =>
    stratum(size, rated, randomOrder(`${seed}/${h}`, size, rated).filter((at) => truth[at]).length, isIncluded),
  );
  const relevantIn = (side: boolean) =>
    bands.filter((band) => band.isIncluded === side).flatMap((band) => band.truth.filter(Boolean)).length;
  const truth = relevantIn(true) / (relevantIn(true) + relevantIn(false));
  const { lower, upper } = stratifiedRecall(strata).interval;
  return lower <= truth && truth <= upper;
}

describe('elusion test', () => {
  it('gives the worked values of docs/calibration.md', () => {
    const { elusion, recall, recallInterval } = elusionTest(3, 300, 900, 80);
    expect(elusion.value).toBeCloseTo(0.01, 12);
    expect(elusion.interval?.lower).toBeCloseTo(0.002067, 6);
    expect(elusion.interval?.upper).toBeCloseTo(0.028945, 6);
    expect(recall).toBeCloseTo(0.898876, 6);
    expect(recallInterval.lower).toBeCloseTo(0.754361, 5);
    // 80 / (80 + 900 x .0020670072), by SciPy's beta.ppf(.025, 3, 298).
    expect(recallInterval.upper).toBeCloseTo(0.977275, 6);
  });

  it('has an answer where there is nothing to estimate', () => {
    expect(elusionTest(0, 0, 100, 5)).toMatchObject({ recall: null, recallInterval: { lower: 0, upper: 1 } });
    expect(elusionTest(0, 0, 0, 5)).toMatchObject({ recall: 1, recallInterval: { lower: 1, upper: 1 } });
    expect(elusionTest(0, 50, 100, 0).recall).toBeNull();
    expect(() => elusionTest(0, 101, 100, 5)).toThrow(expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' }));
  });
});

describe('QBCB', () => {
  it.each([
    [14, 0.8, 14],
    [22, 0.8, 21],
    [50, 0.8, 45],
    [59, 0.95, 59],
    [93, 0.95, 92],
    [13, 0.8, null],
    [0, 0.8, null],
  ])('of %d control positives at recall %d, %s must be found', (positives, recall, found) => {
    expect(controlPositivesToFind(positives, recall)).toBe(found);
  });
});

describe('Buscar', () => {
  const screened = (ones: number, zeros: number) => [...new Array(ones).fill(true), ...new Array(zeros).fill(false)];

  it.each([
    [5, 70, 0.95, 0.263157895],
    [5, 70, 0.8, 0.06718925],
    [20, 60, 0.95, 0.060126582],
  ])('%d relevant and then %d irrelevant of 100, recall %d: p %d', (ones, zeros, recall, p) => {
    const result = buscar(screened(ones, zeros), 100, recall);
    expect(result.p).toBeCloseTo(p, 9);
    expect(result).toMatchObject({ shouldStop: false, isGuarantee: false });
  });

  it('stops when everything was screened, and not before anything was', () => {
    expect(buscar(screened(20, 80), 100, 0.95)).toMatchObject({ p: 0, shouldStop: true });
    expect(buscar([], 100, 0.95)).toEqual({ p: 1, window: 0, shouldStop: false, isGuarantee: false });
  });

  it('gives 0, not NaN, when the urn cannot hold what would be missing', () => {
    expect(buscar([true, true, true], 3, 0.5).p).toBe(0);
  });
});

describe('reading in ranked order', () => {
  const list = (text: string) => [...text].map((mark) => mark === '1');

  it('saves the work docs/calibration.md says', () => {
    const ranked = list(`${'1'.repeat(9)}${'0'.repeat(5)}1${'0'.repeat(85)}`);
    const { wss, nwss, read } = workSaved(ranked, 0.95);
    expect(read).toBe(15);
    expect(wss).toBeCloseTo(0.8, 12);
    expect(nwss).toBeCloseTo(0.944444, 6);
  });

  it('decides the number to find in whole numbers', () => {
    // .07 x 100 is 7.000000000000001 in binary; 7 of 100 are 7 %.
    expect(workSaved(list('1'.repeat(100)), 0.07).read).toBe(7);
    expect(workSaved(list('11'), 0.5)).toMatchObject({ read: 1, nwss: null });
  });

  it('draws recall against documents read', () => {
    expect(recallCurve(list('1010'))).toEqual([
      { read: 0, found: 0, recall: 0 },
      { read: 1, found: 1, recall: 0.5 },
      { read: 2, found: 1, recall: 0.5 },
      { read: 3, found: 2, recall: 1 },
      { read: 4, found: 2, recall: 1 },
    ]);
    expect(recallCurve(list('1010'), 2)).toHaveLength(2);
    expect(() => recallCurve(list('00'))).toThrow(expect.objectContaining({ code: 'TOO_FEW_VALUES' }));
  });
});
