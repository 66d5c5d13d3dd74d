import { z } from 'zod';
import type { CalibrationRow } from '@/graphql/rows';

const estimate = z.object({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  n: z.int(),
  method: z.string(),
});

/** What a version says of its threshold, as it was on the day it was saved. */
const metrics = z.object({
  precision: estimate,
  recall: estimate,
  f1: z.number().nullable(),
  workload: z.int(),
  workloadShare: z.number(),
  documents: z.int(),
});
export type SavedMetrics = z.infer<typeof metrics>;

export function readSavedMetrics({ metrics: saved }: CalibrationRow): SavedMetrics {
  return metrics.parse(saved);
}
