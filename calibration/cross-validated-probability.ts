import { assignFolds } from './cross-validation-folds';
import type { LabelledScore } from './labels';
import { fitPlatt, plattProbability } from './platt-scaling';
import type { LabelledProbability } from './probability-metrics';

/**
 * Probability of relevance of every label by a Platt map that was fitted without it, so that a reliability diagram of
 * them tells of new documents.
 *
 * @param seed   Of the folds.
 * @param folds  Default 10.
 * @returns      Parallel to `labels`; null where some fold leaves only one class to learn from.
 * @throws CalibrationError SCORE_NOT_FINITE, SEED_EMPTY
 */
export function crossValidatedProbabilities(
  labels: readonly LabelledScore[],
  seed: string,
  folds = 10,
): LabelledProbability[] | null {
  const foldOf = assignFolds(seed, labels.length, folds);
  const maps = Array.from({ length: Math.min(folds, labels.length) }, (_, fold) => {
    const training = labels.filter((_, index) => foldOf[index] !== fold);
    const relevant = training.filter(({ isRelevant }) => isRelevant).length;
    return relevant === 0 || relevant === training.length ? null : fitPlatt(training);
  });
  if (maps.length === 0 || maps.includes(null)) return null;
  return labels.map(({ score, isRelevant }, index) => {
    const map = maps[foldOf[index] ?? 0];
    return { probability: map ? plattProbability(map, score) : Number.NaN, isRelevant };
  });
}
