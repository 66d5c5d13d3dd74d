import { recalibrate } from '@/calibration/recalibration';
import { readStoredRecalibration } from '@/calibration/stored-recalibration';
import type { ScoreMap } from '@/prisma/queries/recalibrations';

/** A score on the scale of the project's experts; null where nothing maps it: no map, or another model's score. */
export type RecalibrateScore = (rawScore: number | null, modelRevisionId: string | null) => number | null;

/** Reads a stored map once for many scores. */
export function toRecalibrateScore(scoreMap: ScoreMap | null): RecalibrateScore {
  if (!scoreMap) return () => null;
  const map = readStoredRecalibration(scoreMap.map);
  return (rawScore, modelRevisionId) =>
    rawScore === null || modelRevisionId === null || modelRevisionId !== scoreMap.modelRevisionId
      ? null
      : recalibrate(map, rawScore);
}
