import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches } from './plan-batches';

describe('batches', () => {
  it('put equal lengths together, longest first, within the budget', () => {
    expect(planBatches([3, 5, 3, 8, 3], 8)).toEqual([
      { length: 8, indices: [3] },
      { length: 5, indices: [1] },
      { length: 3, indices: [0, 2] },
      { length: 3, indices: [4] },
    ]);
  });

  it('hold every window once, pad nothing and exceed the budget only with a window that does so alone', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 200 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 200 }), (all, budget) => {
        const batches = planBatches(all, budget);
        expect(batches.flatMap(({ indices }) => indices).sort((a, b) => a - b)).toEqual([...all.keys()]);
        for (const { length, indices } of batches) {
          expect(indices.every((index) => all[index] === length)).toBe(true);
          expect(indices.length === 1 || indices.length * length <= budget).toBe(true);
        }
        expect(batches.map(({ length }) => length)).toEqual(batches.map(({ length }) => length).sort((a, b) => b - a));
      }),
    );
  });
});
