import { describe, expect, it } from 'vitest';
import { cutBatches, estimateTokens } from '@/jobs/scoring/cut-batches';

const of = (...lengths: readonly number[]) => lengths.map((textLength, index) => ({ id: `d${index}`, textLength }));

describe('cutBatches', () => {
  it('loses no document and doubles none', () => {
    const documents = of(...Array.from({ length: 1000 }, (_, index) => (index * 7919) % 20_000));
    const ids = cutBatches(documents, 4096).flat();
    expect(ids).toHaveLength(1000);
    expect(new Set(ids).size).toBe(1000);
  });

  it('keeps every batch of several texts within the budget of 16,384 estimated tokens', () => {
    const documents = of(...Array.from({ length: 500 }, (_, index) => (index * 104_729) % 30_000));
    const lengths = new Map(documents.map(({ id, textLength }) => [id, textLength]));
    for (const batch of cutBatches(documents, 4096)) {
      const tokens = batch.reduce((sum, id) => sum + estimateTokens(lengths.get(id) ?? 0, 4096), 0);
      expect(tokens).toBeLessThanOrEqual(16_384);
    }
  });

  it('puts texts of like length together, the longest first', () => {
    // 16,384 characters are 4,098 estimated tokens: three of them fill a budget that a fourth would overrun.
    const batches = cutBatches(of(40, 16_384, 80, 16_384, 16_384, 60), 8192);
    expect(batches).toEqual([['d1', 'd3', 'd4', 'd2', 'd5', 'd0']]);
    expect(cutBatches(of(16_384, 16_384, 16_384, 16_384, 40), 8192)).toEqual([
      ['d0', 'd1', 'd2'],
      ['d3', 'd4'],
    ]);
  });

  it('gives a text that alone is over the budget a batch of its own', () => {
    expect(cutBatches(of(1_000_000, 10), 100_000)).toEqual([['d0'], ['d1']]);
  });

  it('never puts more than 128 texts together', () => {
    expect(cutBatches(of(...Array.from({ length: 300 }, () => 0)), 4096).map((batch) => batch.length)).toEqual([
      128, 128, 44,
    ]);
  });

  it('has nothing to cut of nothing', () => {
    expect(cutBatches([], 4096)).toEqual([]);
  });
});

describe('estimateTokens', () => {
  it('is a quarter of the characters and the two marks, up to what the model reads', () => {
    expect(estimateTokens(0, 4096)).toBe(2);
    expect(estimateTokens(400, 4096)).toBe(102);
    expect(estimateTokens(1_000_000, 4096)).toBe(4096);
  });
});
