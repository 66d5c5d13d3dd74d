import { describe, expect, it } from 'vitest';
import { isReadOtherwise, readingSentence } from '@/components/reader/reading-words';

const truncated = { maxTokens: 4096, windowAggregate: null, windowOverlap: 256 };

describe('what is read of a document', () => {
  it('is said in one line', () => {
    expect(readingSentence(truncated)).toBe('up to 4,096 tokens, only the beginning of longer documents');
    expect(readingSentence({ ...truncated, windowAggregate: 'MEAN' })).toBe(
      'up to 4,096 tokens, longer documents in windows of as many: the mean of their scores, each sharing 256 tokens with the next',
    );
    expect(readingSentence({ ...truncated, windowAggregate: 'MAX', windowOverlap: 0 })).toMatch(/sharing no token$/);
    expect(readingSentence({ ...truncated, windowAggregate: 'FIRST' })).toMatch(/: the score of the first$/);
  });
});

describe('a run beside its project’s settings', () => {
  it('is read otherwise when a setting that counts has changed', () => {
    expect(isReadOtherwise(truncated, { ...truncated, maxTokens: 512 })).toBe(true);
    expect(isReadOtherwise(truncated, { ...truncated, windowAggregate: 'MEAN' })).toBe(true);
    const mean = { ...truncated, windowAggregate: 'MEAN' } as const;
    expect(isReadOtherwise(mean, { ...mean, windowOverlap: 0 })).toBe(true);
  });

  it('is read alike when only an overlap has changed that nothing uses', () => {
    expect(isReadOtherwise(truncated, truncated)).toBe(false);
    expect(isReadOtherwise(truncated, { ...truncated, windowOverlap: 0 })).toBe(false);
    const first = { ...truncated, windowAggregate: 'FIRST' } as const;
    expect(isReadOtherwise(first, { ...first, windowOverlap: 0 })).toBe(false);
  });
});
