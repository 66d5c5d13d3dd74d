import { z } from 'zod';
import type { ParityReport } from '@/graphql/generated/resolver-types';
import type { InstalledModelRow } from '@/graphql/rows';

const kept = z.object({
  chosen: z.string(),
  provider: z.string(),
  processor: z.string(),
  texts: z.number(),
  tokens: z.number(),
  bounds: z.object({ mean: z.number(), largest: z.number() }),
  reason: z.string(),
  tried: z.array(
    z.object({
      precision: z.string(),
      texts: z.number(),
      meanDifference: z.number(),
      largestDifference: z.number(),
      rankCorrelation: z.number().nullable(),
      tokensPerSecond: z.number(),
      isWithinBounds: z.boolean(),
      verdict: z.string(),
    }),
  ),
  createdAt: z.string(),
});

/** The report that a worker kept with the model; null for none, or for one of an older Winnow. */
export function readParity({ parity }: InstalledModelRow): ParityReport | null {
  const read = kept.safeParse(parity);
  if (!read.success) return null;
  const { chosen, bounds, ...report } = read.data;
  return { ...report, precision: chosen, meanBound: bounds.mean, largestBound: bounds.largest };
}
