import { describe, expect, it } from 'vitest';
import { cutBatches, estimateTokens } from '@/jobs/scoring/cut-batches';

const truncated = { maxTokens: 4096, windowAggregate: null, windowOverlap: 256 };
const windowed = { maxTokens: 4096, windowAggregate: 'MEAN', windowOverlap: 94 } as const;
const of = (...lengths: readonly number[]) => lengths.map((textLength, index) => ({ id: `d${index}`, textLength }));

describe('cutBatches', () => {
  it('loses no document and doubles none', () => {
    const documents = of(...Array.from({ length: 1000 }, (_, index) => (index * 7919) % 20_000));
    const ids = cutBatches(documents, truncated).flat();
    expect(ids).toHaveLength(1000);
    expect(new Set(ids).size).toBe(1000);
  });

  it('keeps every batch of several texts within the budget of 8,192 estimated tokens', () => {
    const documents = of(...Array.from({ length: 500 }, (_, index) => (index * 104_729) % 30_000));
    const lengths = new Map(documents.map(({ id, textLength }) => [id, textLength]));
    for (const batch of cutBatches(documents, truncated)) {
      const tokens = batch.reduce((sum, id) => sum + estimateTokens(lengths.get(id) ?? 0, truncated), 0);
      expect(tokens).toBeLessThanOrEqual(8_192);
    }
  });

  it('puts texts of like length together, the longest first', () => {
    // 8,000 characters are 2,002 estimated tokens: four of them leave room for little, and a fifth has none.
    const long = 8_000;
    expect(cutBatches(of(40, long, 80, long, long, 60), truncated)).toEqual([['d1', 'd3', 'd4', 'd2', 'd5', 'd0']]);
    expect(cutBatches(of(long, long, long, long, long, 40), truncated)).toEqual([
      ['d0', 'd1', 'd2', 'd3'],
      ['d4', 'd5'],
    ]);
  });

  it('gives a text that alone is over the budget a batch of its own', () => {
    expect(cutBatches(of(1_000_000, 10), { ...truncated, maxTokens: 100_000 })).toEqual([['d0'], ['d1']]);
  });

  it('never puts more than 64 texts together', () => {
    expect(cutBatches(of(...Array.from({ length: 150 }, () => 0)), truncated).map((batch) => batch.length)).toEqual([
      64, 64, 22,
    ]);
  });

  it('counts a long text in windows by all of its windows', () => {
    // 40,000 characters are 10,002 estimated tokens: three windows, more than a whole batch.
    expect(cutBatches(of(40_000, 40_000, 40), windowed)).toEqual([['d0'], ['d1'], ['d2']]);
    expect(cutBatches(of(40_000, 40_000, 40), truncated)).toEqual([['d0', 'd1'], ['d2']]);
  });

  it('has nothing to cut of nothing', () => {
    expect(cutBatches([], truncated)).toEqual([]);
  });
});

describe('estimateTokens', () => {
  it('is a quarter of the characters and the two marks, up to what the model reads', () => {
    expect(estimateTokens(0, truncated)).toBe(2);
    expect(estimateTokens(400, truncated)).toBe(102);
    expect(estimateTokens(1_000_000, truncated)).toBe(4096);
  });

  it('is every window’s in full where there are windows, up to their bound', () => {
    expect(estimateTokens(400, windowed)).toBe(102);
    expect(estimateTokens(40_000, windowed)).toBe(3 * 4096);
    expect(estimateTokens(5_000_000, windowed)).toBe(64 * 4096);
  });
});
