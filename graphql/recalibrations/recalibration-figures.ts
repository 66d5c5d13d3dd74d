import { z } from 'zod';
import type { MetricsWithIntervals } from '@/calibration/choose-recalibration';
import { type RecalibrationMap, recalibrate } from '@/calibration/recalibration';
import type { Estimate, MapPoint, ScoreErrors } from '@/graphql/generated/resolver-types';
import type { RecalibrationRow } from '@/graphql/rows';

const METHOD = 'percentile bootstrap';
const CURVE_POINTS = 201;
const LOWEST = 1;
const HIGHEST = 5;

export function toErrors({ n, mse, r2, bias, intervals }: MetricsWithIntervals): ScoreErrors {
  const estimate = (value: number | null, interval: { lower: number; upper: number } | null): Estimate => ({
    value,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    n,
    method: METHOD,
  });
  return { mse: estimate(mse, intervals.mse), r2: estimate(r2, intervals.r2), bias: estimate(bias, intervals.bias) };
}

/** The map as a line over the scale of scores; what lies between two points is a line as well. */
export function toCurve(map: RecalibrationMap): MapPoint[] {
  return Array.from({ length: CURVE_POINTS }, (_, place) => {
    const rawScore = LOWEST + ((HIGHEST - LOWEST) * place) / (CURVE_POINTS - 1);
    return { rawScore, score: recalibrate(map, rawScore) };
  });
}

const estimate = z.object({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  n: z.int(),
  method: z.string(),
});
const errors = z.object({ mse: estimate, r2: estimate, bias: estimate });
const report = z.object({ labelled: z.int(), before: errors, after: errors });

/** What a stored recalibration said of itself on the day it was fitted. */
export function readReport({ report: saved }: RecalibrationRow): z.infer<typeof report> {
  return report.parse(saved);
}
