import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches } from './plan-batches';
import { aggregateScores, countComputedTokens, cutText, MOST_WINDOW_TOKENS } from './windows';

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

  it('ends with a window that no other reaches beyond when the windows fit exactly', () => {
    const cut = cutText(ids(10), 6, frame, { overlapTokens: 1, aggregate: 'mean' });
    expect(cut.windows.map((window) => window[1])).toEqual([0, 3, 6]);
    expect(cut.tokensRead).toBe(12);
  });

  it('is one window for the aggregate that looks at the first alone', () => {
    const cut = cutText(ids(10), 6, frame, { overlapTokens: 1, aggregate: 'first' });
    expect(cut.windows).toHaveLength(1);
    expect(cut).toMatchObject({ tokensTotal: 12, tokensRead: 6 });
  });
});

describe('a text of five megabytes in windows', () => {
  /** 5 MB of English are about 1.2 million tokens. */
  const book = ids(1_200_000);

  it('is read up to the bound and says so', () => {
    const cut = cutText(book, 4096, frame, { overlapTokens: 94, aggregate: 'mean' });
    expect(cut.windows).toHaveLength(64);
    expect(cut.windows.at(-1)?.[1]).toBe(63 * 4000);
    expect(cut).toMatchObject({ tokensTotal: 1_200_002, tokensRead: 63 * 4000 + 4096 });
  });

  it('costs no more with short windows or with windows that hardly move on', () => {
    const options = [
      { maxTokens: 3, overlapTokens: 0 },
      { maxTokens: 512, overlapTokens: 256 },
      { maxTokens: 8192, overlapTokens: 8189 },
    ];
    for (const { maxTokens, overlapTokens } of options) {
      const windows = { overlapTokens, aggregate: 'max' } as const;
      const cut = cutText(book, maxTokens, frame, windows);
      const computed = cut.windows.reduce((sum, window) => sum + window.length, 0);
      expect(computed).toBeLessThanOrEqual(MOST_WINDOW_TOKENS);
      expect(computed).toBe(countComputedTokens(book.length + 2, maxTokens, windows));
      expect(new Set(cut.windows.flatMap((window) => [...window.slice(1, -1)])).size + 2).toBe(cut.tokensRead);
      expect(cut.tokensRead).toBeLessThan(cut.tokensTotal);
    }
  });
});

describe('the tokens computed for a text', () => {
  it('are those of its windows, whatever its length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 3, max: 40 }),
        fc.nat(36),
        (length, maxTokens, overlap) => {
          const windows = { overlapTokens: Math.min(overlap, maxTokens - 3), aggregate: 'mean' } as const;
          const cut = cutText(ids(length), maxTokens, frame, windows);
          const read = new Set(cut.windows.flatMap((window) => [...window.slice(1, -1)]));
          expect(read.size).toBe(length);
          expect(countComputedTokens(length + 2, maxTokens, windows)).toBe(
            cut.windows.reduce((sum, window) => sum + window.length, 0),
          );
          expect(countComputedTokens(length + 2, maxTokens)).toBe(Math.min(length + 2, maxTokens));
        },
      ),
    );
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
