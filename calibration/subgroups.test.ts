import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { gatherGroups } from './gather-groups';
import { judgeSecondLook } from './label-errors';
import { buscar, buscarFromFinds, type Find } from './stopping';
import { lengthBand, yearBand } from './subgroup-bands';

describe('years by band', () => {
  it.each([
    [2026, '2026'],
    [2022, '2022'],
    [2027, '2027'],
    [2021, '2020 to 2021'],
    [2020, '2020 to 2021'],
    [2019, '2010 to 2019'],
    [1905, '1900 to 1909'],
    [2028, '2028 to 2029'],
    [9999, '9990 to 9999'],
    [0, '0 to 9'],
    [-3, '-10 to -1'],
    [null, 'unknown'],
  ])('puts %s of 2026 into "%s"', (year, label) => {
    expect(yearBand(year, 2026).label).toBe(label);
  });

  it('names one band by one label, in the order of the years', () => {
    const bands = Array.from({ length: 140 }, (_, place) => yearBand(1900 + place, 2026));
    expect(bands.map(({ order }) => order)).toEqual(bands.map(({ order }) => order).toSorted((a, b) => a - b));
    expect(new Set(bands.map(({ order }) => order)).size).toBe(new Set(bands.map(({ label }) => label)).size);
  });

  it('has no empty remainder of a decade that begins with the single years', () => {
    expect(yearBand(2019, 2024).label).toBe('2010 to 2019');
    expect(yearBand(2020, 2024).label).toBe('2020');
    expect(yearBand(2020, 2025).label).toBe('2020');
  });
});

describe('lengths by band', () => {
  it.each([
    [0, 'up to 128 tokens'],
    [128, 'up to 128 tokens'],
    [129, '129 to 256 tokens'],
    [4096, '2,049 to 4,096 tokens'],
    [8193, 'more than 8,192 tokens'],
    [null, 'unknown'],
  ])('puts %s into "%s"', (tokens, label) => {
    expect(lengthBand(tokens).label).toBe(label);
  });
});

describe('gatherGroups', () => {
  const member = (id: string, group: string) => ({ id, group, score: 3, rating: 3 });

  it('keeps the largest and gathers each document of the rest once', () => {
    const members = [member('a', 'x'), member('b', 'x'), member('c', 'y'), member('c', 'z'), member('d', 'z')];
    const { kept, gathered, groups } = gatherGroups([...members, member('a', 'w')], 1);
    expect(kept.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(gathered.map(({ id }) => id)).toEqual(['c', 'd', 'a']);
    expect(groups).toBe(3);
  });

  it('gathers nothing while all fit, and refuses to keep none', () => {
    expect(gatherGroups([member('a', 'x')], 1)).toMatchObject({ gathered: [], groups: 0 });
    expect(gatherGroups([], 3)).toEqual({ kept: [], gathered: [], groups: 0 });
    expect(() => gatherGroups([], 0)).toThrow(expect.objectContaining({ code: 'NOT_A_COUNT' }));
  });
});

describe('a second look', () => {
  it.each([
    [5, 5, 2, 'CONFIRMS_LABEL'],
    [2, 5, 2, 'AGREES_WITH_SCORE'],
    [3.5, 5, 2, 'UNDECIDED'],
    [3.6, 5, 2, 'CONFIRMS_LABEL'],
    // 1.1 lies .1 from both, though not in doubles.
    [1.1, 1.2, 1, 'UNDECIDED'],
  ] as const)('of %s, of a label %s scored %s, says %s', (again, label, score, verdict) => {
    expect(judgeSecondLook(again, label, score)).toBe(verdict);
  });
});

describe('Buscar from the finds', () => {
  const findsOf = (screened: readonly boolean[]): Find[] => {
    let found = 0;
    return screened.flatMap((isRelevant, index) => (isRelevant ? [{ place: index + 1, found: ++found }] : []));
  };
  const countsOf = (screened: readonly boolean[], population: number) => ({
    screened: screened.length,
    seen: screened.filter(Boolean).length,
    population,
  });
  const run = (relevant: number, irrelevant: number) => [
    ...Array.from({ length: relevant }, () => true),
    ...Array.from({ length: irrelevant }, () => false),
  ];

  it.each([
    [5, 70, 0.95, 0.263157895],
    [5, 70, 0.8, 0.06718925],
    [20, 60, 0.95, 0.060126582],
  ])('gives the worked values: %i relevant, %i not, of 100, target %d', (relevant, irrelevant, target, p) => {
    const screened = run(relevant, irrelevant);
    expect(buscarFromFinds(findsOf(screened), countsOf(screened, 100), target).p).toBeCloseTo(p, 8);
  });

  it('is the smallest p over all windows, and never below it from some of the finds', () => {
    const anyScreening = fc.array(fc.boolean(), { maxLength: 60 });
    fc.assert(
      fc.property(
        anyScreening,
        fc.nat({ max: 200 }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        (order, more, t) => {
          const population = order.length + more;
          const whole = buscar(order, population, t);
          const finds = findsOf(order);
          expect(buscarFromFinds(finds, countsOf(order, population), t).p).toBeCloseTo(whole.p, 10);
          const some = buscarFromFinds(
            finds.filter((_, index) => index % 3 === 0),
            countsOf(order, population),
            t,
          );
          expect(some.p).toBeGreaterThanOrEqual(whole.p - 1e-10);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses counts that cannot be', () => {
    expect(() => buscarFromFinds([], { screened: 3, seen: 4, population: 9 }, 0.9)).toThrow(
      expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' }),
    );
    expect(() => buscarFromFinds([], { screened: 3, seen: 1, population: 2 }, 0.9)).toThrow(
      expect.objectContaining({ code: 'COUNT_EXCEEDS_TOTAL' }),
    );
    expect(() => buscarFromFinds([], { screened: 0, seen: 0, population: 0 }, 1)).toThrow(
      expect.objectContaining({ code: 'NOT_A_PROBABILITY' }),
    );
  });
});
