import { z } from 'zod';
import type { RecalibrationMap } from './recalibration';

const numbers = z.array(z.number());
const recalibrationMap: z.ZodType<RecalibrationMap> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('IDENTITY') }),
  z.object({ kind: z.literal('OFFSET'), offset: z.number() }),
  z.object({ kind: z.literal('LINEAR'), slope: z.number(), intercept: z.number() }),
  z.object({ kind: z.literal('ISOTONIC'), knots: z.object({ x: numbers, y: numbers }) }),
]);

/**
 * A map as it comes back from where it was kept as JSON.
 *
 * @throws ZodError for anything else: what is stored was written by fitRecalibration.
 */
export function readStoredRecalibration(stored: unknown): RecalibrationMap {
  return recalibrationMap.parse(stored);
}
