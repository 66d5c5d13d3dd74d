import { describe, expect, it } from 'vitest';
import {
  biasWords,
  errorWords,
  formatError,
  notComparedWords,
  thresholdLost,
} from '@/components/recalibration/recalibration-words';

const n = 120;

describe('words of a recalibration', () => {
  it('a bias has its sign, and nothing rounds to a signed zero', () => {
    expect([0.4124, -0.4124, 0.0004, -0.0004].map((value) => formatError(value, true))).toEqual([
      '+0.412',
      '−0.412',
      '0.000',
      '0.000',
    ]);
    expect(formatError(0.4124)).toBe('0.412');
  });

  it('a figure stands with its interval, and says so where there is none', () => {
    expect(errorWords({ value: 0.41, lower: 0.3, upper: 0.52, n })).toBe('0.410 (95 % interval 0.300 to 0.520)');
    expect(errorWords({ value: 0.41, lower: null, upper: null, n })).toBe('0.410');
    expect(errorWords({ value: null, lower: null, upper: null, n })).toBe('not defined');
  });

  it('a bias is called one only when its interval leaves 0 out', () => {
    expect(biasWords({ value: 0.2, lower: 0.1, upper: 0.3, n })).toMatch(/too high/);
    expect(biasWords({ value: -0.2, lower: -0.3, upper: -0.1, n })).toMatch(/too low/);
    expect(biasWords({ value: 0.2, lower: -0.1, upper: 0.5, n })).toMatch(/neither/);
  });

  it('what was not compared says what is missing', () => {
    expect(notComparedWords('ISOTONIC', 'TOO_FEW_LABELS', 30)).toBe(
      'Not compared: needs 50 rated documents, there are 30.',
    );
    expect(notComparedWords('LINEAR', 'SLOPE_NOT_POSITIVE', 30)).toMatch(/does not rise/);
  });

  it('a threshold goes out of force unless it lies on the very scale that comes', () => {
    const raw = { version: 3, threshold: 3.456, recalibration: null };
    const mapped = { version: 4, threshold: 3, recalibration: { id: 'a' } };
    expect(thresholdLost(raw, 'a')).toMatch(/version 3 \(3\.46\) goes out of force/);
    expect(thresholdLost(mapped, 'b')).toMatch(/version 4/);
    expect([thresholdLost(raw, null), thresholdLost(mapped, 'a'), thresholdLost(null, 'a')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
