import { describe, expect, it } from 'vitest';
import { toScoreOptions } from '@/jobs/scoring/reading-settings';

describe('a run’s settings for the engine', () => {
  it('are a limit alone where only the beginning is read, whatever the overlap says', () => {
    const settings = { maxTokens: 128, windowAggregate: null, windowOverlap: 256 };
    expect(toScoreOptions(settings, 8192)).toEqual({ maxTokens: 128 });
  });

  it.each([
    ['MEAN', 'mean'],
    ['MAX', 'max'],
    ['FIRST', 'first'],
  ] as const)('name the aggregate %s as the engine does', (windowAggregate, aggregate) => {
    const settings = { maxTokens: 512, windowAggregate, windowOverlap: 64 };
    expect(toScoreOptions(settings, 8192)).toEqual({ maxTokens: 512, windows: { overlapTokens: 64, aggregate } });
  });

  it('stay within what the model can read', () => {
    const settings = { maxTokens: 8192, windowAggregate: 'MEAN', windowOverlap: 600 } as const;
    expect(toScoreOptions(settings, 512)).toEqual({
      maxTokens: 512,
      windows: { overlapTokens: 509, aggregate: 'mean' },
    });
  });
});
