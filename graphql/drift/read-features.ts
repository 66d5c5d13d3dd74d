import { z } from 'zod';
import type { FeatureDrift } from '@/graphql/generated/resolver-types';
import type { DriftReportRow } from '@/graphql/rows';

const FEATURES = { score: 'SCORE', tokens: 'TOKENS' } as const;

const stored = z.array(
  z.object({
    feature: z.enum(['score', 'tokens']),
    psi: z.number(),
    band: z.enum(['STABLE', 'MODERATE', 'MAJOR']),
    wasserstein: z.number(),
    ksDistance: z.number(),
    adjustedP: z.number(),
    referenceMedian: z.number(),
    currentMedian: z.number(),
    referenceCount: z.int(),
    currentCount: z.int(),
    hasDrifted: z.boolean(),
    // Reports of before they were kept have none until their collection grows.
    bins: z
      .array(z.object({ from: z.number(), to: z.number().nullable(), reference: z.int(), current: z.int() }))
      .default([]),
  }),
);

/** The comparison of each feature as the report kept it. */
export function readReportFeatures({ features }: DriftReportRow): FeatureDrift[] {
  return stored.parse(features).map((compared) => ({ ...compared, feature: FEATURES[compared.feature] }));
}
