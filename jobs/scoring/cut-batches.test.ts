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

  it('keeps every batch of several texts within the budget of 8,192 estimated tokens', () => {
    const documents = of(...Array.from({ length: 500 }, (_, index) => (index * 104_729) % 30_000));
    const lengths = new Map(documents.map(({ id, textLength }) => [id, textLength]));
    for (const batch of cutBatches(documents, 4096)) {
      const tokens = batch.reduce((sum, id) => sum + estimateTokens(lengths.get(id) ?? 0, 4096), 0);
      expect(tokens).toBeLessThanOrEqual(8_192);
    }
  });

  it('puts texts of like length together, the longest first', () => {
    // 8,000 characters are 2,002 estimated tokens: four of them leave room for little, and a fifth has none.
    const long = 8_000;
    expect(cutBatches(of(40, long, 80, long, long, 60), 4096)).toEqual([['d1', 'd3', 'd4', 'd2', 'd5', 'd0']]);
    expect(cutBatches(of(long, long, long, long, long, 40), 4096)).toEqual([
      ['d0', 'd1', 'd2', 'd3'],
      ['d4', 'd5'],
    ]);
  });

  it('gives a text that alone is over the budget a batch of its own', () => {
    expect(cutBatches(of(1_000_000, 10), 100_000)).toEqual([['d0'], ['d1']]);
  });

  it('never puts more than 64 texts together', () => {
    expect(cutBatches(of(...Array.from({ length: 150 }, () => 0)), 4096).map((batch) => batch.length)).toEqual([
      64, 64, 22,
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
