import { describe, expect, it } from 'vitest';
import { AppError } from '@/graphql/errors';
import { readRatingValue, readReason } from '@/graphql/ratings/rating-input';

function codeOf(read: () => unknown): string {
  try {
    return `read ${read()}`;
  } catch (error) {
    return error instanceof AppError ? error.code : 'not an AppError';
  }
}

describe('readRatingValue', () => {
  it('takes every tenth from 1 to 5 as the nearest double', () => {
    for (let tenths = 10; tenths <= 50; tenths++) expect(readRatingValue(tenths * 0.1)).toBe(tenths / 10);
  });

  it('refuses what lies outside, between the steps or is no number', () => {
    expect(
      [0.9, 5.1, Number.NaN, Number.POSITIVE_INFINITY].map((value) => codeOf(() => readRatingValue(value))),
    ).toEqual(['OUT_OF_RANGE', 'OUT_OF_RANGE', 'OUT_OF_RANGE', 'OUT_OF_RANGE']);
    expect([1.05, 3.333, 4.99].map((value) => codeOf(() => readRatingValue(value)))).toEqual([
      'INVALID',
      'INVALID',
      'INVALID',
    ]);
  });
});

describe('readReason', () => {
  it('takes 2,000 characters and refuses one more', () => {
    expect(readReason('🩺'.repeat(2_000))).toHaveLength(4_000);
    expect(codeOf(() => readReason('a'.repeat(2_001)))).toBe('TOO_LONG');
  });

  it('keeps lines and drops what PostgreSQL cannot store', () => {
    expect(readReason(' first\nsec\0ond ')).toBe('first\nsecond');
    expect(readReason(null)).toBe('');
  });
});
