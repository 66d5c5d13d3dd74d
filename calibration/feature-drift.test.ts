import { describe, expect, it } from 'vitest';

import { featureDrift } from './feature-drift';
import { randomSource, uniformShare } from './random-order';

const random = randomSource('feature-drift');
const uniform = (count: number, from = 1, to = 5) =>
  Float64Array.from({ length: count }, () => from + (to - from) * uniformShare(random));

describe('featureDrift', () => {
  it('sounds for a shift that is large and certain, and only for its feature', () => {
    const [score, length] = featureDrift(
      { score: uniform(2000), length: uniform(2000, 0, 500) },
      { score: uniform(2000, 3, 5), length: uniform(2000, 0, 500) },
    );
    expect(score).toMatchObject({ feature: 'score', band: 'MAJOR', hasDrifted: true });
    expect(length).toMatchObject({ feature: 'length', hasDrifted: false });
  });

  it('is silent for a certain shift that is too small to matter', () => {
    const reference = uniform(100_000);
    const [report] = featureDrift({ score: reference }, { score: reference.map((score) => score + 0.04) });
    expect(report?.adjustedP).toBeLessThan(0.001);
    expect(report).toMatchObject({ band: 'STABLE', hasDrifted: false });
  });

  it('sounds falsely in at most 5 % of 400 seeded comparisons of 40 documents, whose PSI is nearly always large', () => {
    let [alarms, large] = [0, 0];
    for (let trial = 0; trial < 400; trial++) {
      const reports = featureDrift({ a: uniform(40), b: uniform(40) }, { a: uniform(40), b: uniform(40) });
      if (reports.some(({ hasDrifted }) => hasDrifted)) alarms++;
      if (reports.some(({ psi }) => psi >= 0.1)) large++;
    }
    // 20 is 5 %; 33 is exceeded by chance once in 500 such tests.
    expect(alarms).toBeLessThanOrEqual(33);
    expect(large).toBeGreaterThan(300);
  });

  it('corrects for the number of features', () => {
    const [alone] = featureDrift({ a: [1, 2, 3, 4, 5] }, { a: [2, 3, 4, 5, 6] });
    const [among] = featureDrift(
      { a: [1, 2, 3, 4, 5], b: [1, 2], c: [1, 2] },
      { a: [2, 3, 4, 5, 6], b: [1, 2], c: [1, 2] },
    );
    expect(among?.ks).toEqual(alone?.ks);
    expect(among?.adjustedP).toBe(Math.min(1, 3 * (alone?.adjustedP ?? 0)));
  });

  it('refuses sides that do not match, an empty side, and a chance that is none', () => {
    expect(() => featureDrift({ a: [1] }, { b: [1] })).toThrow(expect.objectContaining({ code: 'LENGTHS_DIFFER' }));
    expect(() => featureDrift({ a: [1] }, { a: [] })).toThrow(expect.objectContaining({ code: 'TOO_FEW_VALUES' }));
    expect(() => featureDrift({}, {}, { alpha: 0 })).toThrow(expect.objectContaining({ code: 'NOT_A_PROBABILITY' }));
  });
});
