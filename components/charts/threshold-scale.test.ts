import { describe, expect, it } from 'vitest';
import { type CurvePoint, labelPositions, pointAt } from '@/components/charts/curve-points';
import { snapThreshold, thresholdAfterKey } from '@/components/charts/threshold-scale';

describe('moving a threshold', () => {
  it('stays on hundredths and inside 1 to 5', () => {
    expect([3.1459, 0.2, 9, 1.005].map(snapThreshold)).toEqual([3.15, 1, 5, 1]);
  });

  it('answers the keys of a slider and no others', () => {
    expect(thresholdAfterKey('ArrowRight', false, 3.2)).toBe(3.21);
    expect(thresholdAfterKey('ArrowDown', true, 3.2)).toBe(3.1);
    expect(thresholdAfterKey('PageUp', false, 4.95)).toBe(5);
    expect(thresholdAfterKey('Home', false, 3)).toBe(1);
    expect(thresholdAfterKey('End', false, 3)).toBe(5);
    expect(thresholdAfterKey('j', false, 3)).toBeNull();
  });
});

describe('reading the curves', () => {
  const point = (threshold: number): CurvePoint => ({
    threshold,
    precision: 0.9,
    precisionLow: 0.8,
    precisionHigh: 0.95,
    recall: 0.7,
    recallLow: 0.6,
    recallHigh: 0.8,
  });
  const points = [1, 2.5, 4].map(point);

  it('takes the next rated score upward, for a document at the threshold is included', () => {
    expect(pointAt(points, 2.5)?.threshold).toBe(2.5);
    expect(pointAt(points, 2.51)?.threshold).toBe(4);
    expect(pointAt(points, 4.8)?.threshold).toBe(4);
    expect(pointAt([], 3)).toBeNull();
  });

  it('moves labels apart without swapping them or leaving the plot', () => {
    expect(labelPositions(100, 104, 16, 0, 200)).toEqual([94, 110]);
    expect(labelPositions(104, 100, 16, 0, 200)).toEqual([110, 94]);
    expect(labelPositions(0, 0, 16, 0, 200)).toEqual([0, 16]);
    expect(labelPositions(20, 180, 16, 0, 200)).toEqual([20, 180]);
  });
});
