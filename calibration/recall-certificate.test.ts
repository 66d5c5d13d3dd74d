import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { documentsToRate, planLabels } from './label-planner';
import { randomOrder, randomSource, uniformShare } from './random-order';
import { allowedMisses, certifiedThreshold, positivesNeeded } from './recall-certificate';
import { binomialCdf } from './special-functions';

describe('allowedMisses', () => {
  it.each([
    [0.95, 58, null],
    [0.95, 59, 0],
    [0.95, 93, 1],
    [0.95, 124, 2],
    [0.95, 153, 3],
    [0.95, 300, 8],
    [0.95, 1000, 38],
    [0.9, 28, null],
    [0.9, 29, 0],
    [0.9, 46, 1],
    [0.9, 61, 2],
    [0.9, 200, 12],
    [0.8, 13, null],
    [0.8, 14, 0],
    [0.8, 22, 1],
    [0.8, 100, 13],
  ])('recall %d from %d positives: %s (docs/calibration.md, section 2)', (recall, positives, misses) => {
    expect(allowedMisses(positives, recall, 0.05)).toBe(misses);
  });

  it('is null without positives', () => {
    expect(allowedMisses(0, 0.5, 0.5)).toBeNull();
  });

  it('is the largest m the definition allows, and grows with positives and delta', () => {
    const target = fc.record({
      positives: fc.integer({ min: 1, max: 2000 }),
      recall: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
      delta: fc.double({ min: 0.001, max: 0.3, noNaN: true }),
    });
    fc.assert(
      fc.property(target, ({ positives, recall, delta }) => {
        const misses = allowedMisses(positives, recall, delta);
        const next = (misses ?? -1) + 1;
        if (misses !== null) expect(binomialCdf(misses, positives, 1 - recall)).toBeLessThanOrEqual(delta);
        expect(binomialCdf(next, positives, 1 - recall)).toBeGreaterThan(delta);
        expect(allowedMisses(positives + 1, recall, delta) ?? -1).toBeGreaterThanOrEqual(misses ?? -1);
        expect(allowedMisses(positives, recall, delta * 2) ?? -1).toBeGreaterThanOrEqual(misses ?? -1);
      }),
    );
  });

  it('and positivesNeeded are inverse to each other', () => {
    expect(positivesNeeded(0.95, 0.05)).toBe(59);
    expect(positivesNeeded(0.95, 0.05, 1)).toBe(93);
    expect(positivesNeeded(0.9, 0.05, 2)).toBe(61);
    for (const misses of [0, 1, 5, 20]) {
      const positives = positivesNeeded(0.95, 0.05, misses);
      expect(allowedMisses(positives, 0.95, 0.05)).toBe(misses);
      expect(allowedMisses(positives - 1, 0.95, 0.05) ?? -1).toBe(misses - 1);
    }
  });
});

describe('certifiedThreshold', () => {
  const scores = (count: number) => Array.from({ length: count }, (_, i) => 1 + (4 * i) / count);

  it('is the smallest positive score when no miss is allowed', () => {
    const certificate = certifiedThreshold(scores(59).reverse(), { recall: 0.95, delta: 0.05 });
    expect(certificate).toMatchObject({ status: 'CERTIFIED', threshold: 1, allowedMisses: 0, positives: 59 });
    if (certificate.status === 'CERTIFIED') expect(certificate.errorBound).toBeCloseTo(0.048495, 6);
  });

  it('skips the allowed misses', () => {
    const certificate = certifiedThreshold(scores(153), { recall: 0.95, delta: 0.05 });
    expect(certificate).toMatchObject({ status: 'CERTIFIED', threshold: 1 + 12 / 153, allowedMisses: 3 });
  });

  it('says how many positives are missing', () => {
    expect(certifiedThreshold(scores(20), { recall: 0.95, delta: 0.05 })).toMatchObject({
      status: 'REFUSED',
      positives: 20,
      positivesNeeded: 59,
      positivesMissing: 39,
    });
    expect(certifiedThreshold([], { recall: 0.9, delta: 0.05 })).toMatchObject({ positivesMissing: 29 });
  });

  it('certifies the common score when all are equal', () => {
    const certificate = certifiedThreshold(new Array(93).fill(4.9), { recall: 0.95, delta: 0.05 });
    expect(certificate).toMatchObject({ status: 'CERTIFIED', threshold: 4.9 });
  });

  it('falls when more recall or more certainty is asked for', () => {
    const positives = scores(400);
    const threshold = (recall: number, delta: number) => {
      const certificate = certifiedThreshold(positives, { recall, delta });
      return certificate.status === 'CERTIFIED' ? certificate.threshold : -Infinity;
    };
    expect(threshold(0.95, 0.05)).toBeLessThan(threshold(0.9, 0.05));
    expect(threshold(0.9, 0.01)).toBeLessThan(threshold(0.9, 0.05));
    expect(threshold(0.999, 0.05)).toBe(-Infinity);
  });

  it('refuses a score that is no number and a target that is no probability', () => {
    expect(() => certifiedThreshold([1, Number.NaN], { recall: 0.9, delta: 0.05 })).toThrow(
      expect.objectContaining({ code: 'SCORE_NOT_FINITE' }),
    );
    expect(() => certifiedThreshold([1], { recall: 1, delta: 0.05 })).toThrow(
      expect.objectContaining({ code: 'NOT_A_PROBABILITY' }),
    );
  });
});

describe('coverage by simulation', () => {
  it.each([
    { recall: 0.95, rated: 800, name: 'a few misses allowed' },
    { recall: 0.9, rated: 200, name: 'hardly any miss allowed' },
  ])('fails in at most 5 % of 2,000 seeded projects, $name', ({ recall, rated }) => {
    const projects = 2000;
    let certified = 0;
    let failed = 0;
    for (let project = 0; project < projects; project++) {
      const outcome = simulateProject(`coverage/${recall}/${project}`, recall, rated);
      if (outcome !== 'REFUSED') certified++;
      if (outcome === 'WRONG') failed++;
    }
    // 5 % of 2,000 is 100; 130 is exceeded by chance once in 1,000 suites at most (binomial, p = .05).
    expect(1 - binomialCdf(130, projects, 0.05)).toBeLessThan(0.002);
    expect(failed).toBeLessThanOrEqual(130);
    expect(certified).toBeGreaterThan(projects * 0.8);
  });
});

/** A project of 4,000 documents, a fifth of them relevant, whose scores overlap; the truth is known here. */
function simulateProject(seed: string, recall: number, rated: number): 'REFUSED' | 'WRONG' | 'RIGHT' {
  const random = randomSource(seed);
  const documents = Array.from({ length: 4000 }, () => {
    const isRelevant = uniformShare(random) < 0.2;
    const noise = uniformShare(random) + uniformShare(random);
    return { isRelevant, score: (isRelevant ? 2.5 : 1.5) + noise };
  });
  const sample = randomOrder(`${seed}/sample`, documents.length, rated).map((position) => documents[position]);
  const positives = sample.flatMap((document) => (document?.isRelevant ? [document.score] : []));
  const certificate = certifiedThreshold(positives, { recall, delta: 0.05 });
  if (certificate.status === 'REFUSED') return 'REFUSED';
  const relevant = documents.filter((document) => document.isRelevant);
  const found = relevant.filter((document) => document.score >= certificate.threshold);
  return found.length / relevant.length < recall ? 'WRONG' : 'RIGHT';
}

describe('label planner', () => {
  it.each([
    [29, 0.5, 71],
    [59, 0.5, 137],
    [29, 0.1, 379],
    [59, 0.1, 715],
    [59, 0.01, 7211],
  ])(
    '%d positives at prevalence %d need %d documents (docs/calibration.md, section 2)',
    (positives, prevalence, documents) => {
      expect(documentsToRate(positives, prevalence)).toBe(documents);
    },
  );

  it('asks for exactly the positives when everything is relevant, and for nothing when none are needed', () => {
    expect(documentsToRate(59, 1)).toBe(59);
    expect(documentsToRate(0, 0.1)).toBe(0);
  });

  it('is the smallest number that suffices', () => {
    const plan = fc.record({
      positives: fc.integer({ min: 1, max: 300 }),
      prevalence: fc.double({ min: 0.005, max: 0.95, noNaN: true }),
    });
    fc.assert(
      fc.property(plan, ({ positives, prevalence }) => {
        const documents = documentsToRate(positives, prevalence);
        expect(binomialCdf(positives - 1, documents, prevalence)).toBeLessThanOrEqual(0.05 + 1e-12);
        expect(binomialCdf(positives - 1, documents - 1, prevalence)).toBeGreaterThan(0.05 - 1e-12);
      }),
    );
  });

  it('joins certificate and prevalence in one plan', () => {
    expect(planLabels({ recall: 0.95, delta: 0.05 }, 0.1)).toEqual({
      positivesNeeded: 59,
      documentsToRate: 715,
      allowedMisses: 0,
    });
    expect(planLabels({ recall: 0.95, delta: 0.05 }, 0.1, 0.95, 1).positivesNeeded).toBe(93);
  });

  it('refuses a prevalence at which no sample would suffice', () => {
    expect(() => documentsToRate(1, 0)).toThrow(expect.objectContaining({ code: 'OUT_OF_RANGE' }));
    expect(() => documentsToRate(1, Number.NaN)).toThrow(expect.objectContaining({ code: 'OUT_OF_RANGE' }));
  });
});
