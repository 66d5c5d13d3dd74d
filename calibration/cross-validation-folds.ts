import { requireCount } from './input-checks';
import { randomOrder } from './random-order';

/**
 * Seeded folds: for each item the number of its fold. Fold sizes differ by one at most.
 *
 * @param count  Items, >= 0.
 * @param folds  Wished number of folds, >= 2; fewer items than folds leave one item a fold.
 */
export function assignFolds(seed: string, count: number, folds: number): number[] {
  requireCount('folds', folds, 2);
  const used = Math.min(folds, count);
  const foldOf = new Array<number>(count).fill(0);
  for (const [place, item] of randomOrder(seed, count, count).entries()) foldOf[item] = place % used;
  return foldOf;
}
