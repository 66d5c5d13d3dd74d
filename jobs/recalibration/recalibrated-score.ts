import { z } from 'zod';
import { type RecalibrationMap, recalibrate } from '@/calibration/recalibration';
import type { ScoreMap } from '@/prisma/queries/recalibrations';

const numbers = z.array(z.number());
const recalibrationMap: z.ZodType<RecalibrationMap> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('IDENTITY') }),
  z.object({ kind: z.literal('OFFSET'), offset: z.number() }),
  z.object({ kind: z.literal('LINEAR'), slope: z.number(), intercept: z.number() }),
  z.object({ kind: z.literal('ISOTONIC'), knots: z.object({ x: numbers, y: numbers }) }),
]);

/** A score on the scale of the project's experts; null where nothing maps it: no map, or another model's score. */
export type RecalibrateScore = (rawScore: number | null, modelRevisionId: string | null) => number | null;

/** Reads a stored map once for many scores. */
export function toRecalibrateScore(scoreMap: ScoreMap | null): RecalibrateScore {
  if (!scoreMap) return () => null;
  const map = toRecalibrationMap(scoreMap.map);
  return (rawScore, modelRevisionId) =>
    rawScore === null || modelRevisionId === null || modelRevisionId !== scoreMap.modelRevisionId
      ? null
      : recalibrate(map, rawScore);
}

/** A map as it was stored. */
export function toRecalibrationMap(stored: unknown): RecalibrationMap {
  return recalibrationMap.parse(stored);
}
