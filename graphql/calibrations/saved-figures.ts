import { z } from 'zod';
import type { CalibrationRow } from '@/graphql/rows';
import type { ReadingSettings } from '@/prisma/queries/scoring-runs';

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

const reading = z.object({
  maxTokens: z.int(),
  windowAggregate: z.enum(['MEAN', 'MAX', 'FIRST']).nullable(),
  windowOverlap: z.int(),
});

/** How the documents were read whose scores a version was computed from; null where it was not recorded. */
export function readSavedReading({ inputs }: CalibrationRow): ReadingSettings | null {
  return z.object({ reading }).safeParse(inputs).data?.reading ?? null;
}

export function readSavedMetrics({ metrics: saved }: CalibrationRow): SavedMetrics {
  return metrics.parse(saved);
}

/** What a version was computed from; the last three were not recorded from the beginning. */
const inputs = z.object({
  size: z.int(),
  populationSize: z.int(),
  labelled: z.int(),
  relevant: z.int(),
  documentsAsked: z.int().nullish(),
  model: z.object({ name: z.string(), revision: z.string() }).nullish(),
  productVersion: z.string().nullish(),
});
export type SavedInputs = z.infer<typeof inputs>;

export function readSavedInputs({ inputs: saved }: CalibrationRow): SavedInputs {
  return inputs.parse(saved);
}
