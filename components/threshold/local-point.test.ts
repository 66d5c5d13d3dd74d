import { describe, expect, it } from 'vitest';
import { localPoint, prepareCurve } from '@/components/threshold/local-point';
import type { Point } from '@/components/threshold/read-point';

const estimate = (value: number | null, n = 10) => ({
  value,
  lower: value,
  upper: value,
  n,
  method: 'Clopper-Pearson',
});
const point = (threshold: number, workload: number, precision: number, falsePositives: number | null): Point => ({
  threshold,
  workload,
  workloadShare: workload / 100,
  precision: estimate(precision),
  recall: estimate(0.5),
  falsePositiveRate: 0.5,
  f1Estimate: estimate(0.5),
  falsePositives: estimate(falsePositives),
  falseNegatives: estimate(6),
});
/** 100 documents: 40 in [1, 2), 30 in [2, 3), 20 in [3, 4), 10 in [4, 5]. */
const scores = { lower: 1, upper: 5, counts: [40, 30, 20, 10] };
const curve = prepareCurve([point(3.4, 20, 0.9, 2), point(1, 100, 0.2, 80), point(2, 60, 0.4, 36)], 100, scores);

describe('what holds under the hand', () => {
  it('is that of the next point up, with the workload counted at an edge', () => {
    const at = localPoint(curve, 3);
    expect(at).toMatchObject({ threshold: 3, workload: 30, workloadShare: 0.3, precision: { value: 0.9 } });
    expect(at?.falsePositives.value).toBeCloseTo(3, 12);
    expect(at?.falseNegatives.value).toBeCloseTo((6 * 70) / 80, 12);
  });

  it('keeps an estimate within a bin between the points around it', () => {
    expect(localPoint(curve, 2.5)?.workload).toBe(45);
    expect(localPoint(curve, 2.01)?.workload).toBe(60);
  });

  it('is everything at the foot and nothing above the last point', () => {
    expect(localPoint(curve, 1)).toMatchObject({ workload: 100 });
    expect(localPoint(curve, 4.2)).toMatchObject({ workload: 0, falsePositives: { value: 0 } });
  });

  it('does not know errors of a side that no label lies on', () => {
    const blind = prepareCurve([point(1, 100, 0.2, 80), point(4, 10, 0, null)], 100, scores);
    expect(localPoint(blind, 3)?.falsePositives.value).toBeNull();
  });

  it('is nothing for a curve without points', () => {
    expect(localPoint(prepareCurve([], 100, scores), 3)).toBeNull();
  });
});
