import { describe, expect, it } from 'vitest';
import { planBatches } from './plan-batches';
import { aggregateScores, cutText } from './windows';

const frame = { cls: 101, sep: 102 };
const ids = (length: number) => Int32Array.from({ length }, (_, i) => i);

describe('a text cut to what the model reads', () => {
  it('is [CLS], the first n - 2 and [SEP] when it is too long', () => {
    const cut = cutText(ids(10), 6, frame);
    expect(cut).toEqual({ windows: [Int32Array.of(101, 0, 1, 2, 3, 102)], tokensTotal: 12, tokensRead: 6 });
  });

  it('is whole when it just fits', () => {
    const cut = cutText(ids(4), 6, frame, { overlapTokens: 2, aggregate: 'mean' });
    expect(cut).toEqual({ windows: [Int32Array.of(101, 0, 1, 2, 3, 102)], tokensTotal: 6, tokensRead: 6 });
  });

  it('becomes windows that overlap, the last one ending where the text ends', () => {
    const cut = cutText(ids(9), 6, frame, { overlapTokens: 1, aggregate: 'max' });
    expect(cut.windows.map((window) => [...window.slice(1, -1)])).toEqual([
      [0, 1, 2, 3],
      [3, 4, 5, 6],
      [5, 6, 7, 8],
    ]);
    expect(cut.tokensRead).toBe(cut.tokensTotal);
  });
});

describe('an aggregate', () => {
  it('is the mean, the largest or the first', () => {
    expect(aggregateScores([2, 5, 3.5], 'mean')).toBe(3.5);
    expect(aggregateScores([2, 5, 3.5], 'max')).toBe(5);
    expect(aggregateScores([2, 5, 3.5], 'first')).toBe(2);
  });
});

describe('planned batches', () => {
  it('hold equal lengths only, longest first, within the budget', () => {
    expect(planBatches([3, 9, 3, 3, 9, 3], 9)).toEqual([
      { length: 9, indices: [1] },
      { length: 9, indices: [4] },
      { length: 3, indices: [0, 2, 3] },
      { length: 3, indices: [5] },
    ]);
  });

  it('take a window that is longer than the budget alone', () => {
    expect(planBatches([50], 9)).toEqual([{ length: 50, indices: [0] }]);
  });
});
