import { requireCount, requirePartOf, requireSameLength, requireShare } from './input-checks';

/** A stratum to be allocated to: N_h, and a guess of its share of relevant documents (a pilot's, or the model's). */
export interface StratumGuess {
  readonly populationSize: number;
  readonly guessedProportion: number;
  /** Documents that can be drawn at all, where they are fewer than N_h: of a stored order that ends. All when left out. */
  readonly available?: number;
}

/**
 * Neyman allocation: n_h proportional to N_h sqrt(p_h (1 - p_h)), which makes the variance of the total smallest.
 *
 * Every stratum gets at least `minimumPerStratum` (2 let a variance be estimated) or all it has; what a stratum cannot
 * take is given to the others; the rounding goes to the largest remainders, so that the sizes add up to `total`. When
 * every guess is 0 or 1 the allocation is proportional to N_h.
 *
 * @param total  Documents to rate, from strata x minimum (each capped by its N_h) to the sum of N_h.
 * @returns      n_h in the order of the strata.
 * @throws CalibrationError NOT_A_COUNT, NOT_A_PROBABILITY, COUNT_EXCEEDS_TOTAL
 * @see Neyman, Journal of the Royal Statistical Society 97 (1934)
 */
export function neymanAllocation(strata: readonly StratumGuess[], total: number, minimumPerStratum = 2): number[] {
  requireCount('minimumPerStratum', minimumPerStratum);
  return allocate(strata, total, minimumPerStratum, []);
}

/**
 * The allocation of a larger total to a design of which some documents are rated already: no stratum gets fewer than it
 * has, because an answer that was given is not thrown away for having been answered.
 *
 * Each stratum's sample stays the prefix of its own random order, so what is drawn next is what a single draw of the new
 * size would have taken: the design holds. Its guesses may come from the answers so far; the number of documents a
 * stratum gets may depend on them, which documents it gets may not.
 *
 * @param rated  n_h so far, in the order of the strata; each at most its N_h.
 * @param total  New total, at least the sum of `rated`.
 * @returns      New n_h in the order of the strata; subtract `rated` for what is still to draw.
 * @throws CalibrationError as neymanAllocation, and LENGTHS_DIFFER
 */
export function topUpAllocation(
  strata: readonly StratumGuess[],
  rated: readonly number[],
  total: number,
  minimumPerStratum = 2,
): number[] {
  requireSameLength(strata, rated);
  requireCount('minimumPerStratum', minimumPerStratum);
  for (const [h, { populationSize, available }] of strata.entries()) {
    requirePartOf('rated', rated[h] ?? 0, 'documents that can be drawn', available ?? populationSize);
  }
  return allocate(strata, total, minimumPerStratum, rated);
}

function allocate(strata: readonly StratumGuess[], total: number, minimum: number, rated: readonly number[]): number[] {
  for (const { populationSize, guessedProportion, available } of strata) {
    requireCount('populationSize', populationSize);
    requireShare('guessedProportion', guessedProportion);
    requirePartOf('available', available ?? populationSize, 'populationSize', populationSize);
  }
  const capacities = strata.map(({ populationSize, available }) => available ?? populationSize);
  const floors = capacities.map((capacity, h) => Math.max(rated[h] ?? 0, Math.min(capacity, minimum)));
  requirePartOf('total', total, 'documents in all strata', sum(capacities));
  requirePartOf('the minimum of all strata', sum(floors), 'total', total);
  return roundToTotal(shareOut(allocationWeights(strata), floors, capacities, total), floors, capacities, total);
}

function allocationWeights(strata: readonly StratumGuess[]): number[] {
  const spreads = strata.map(({ populationSize: size, guessedProportion: p }) => size * Math.sqrt(p * (1 - p)));
  return spreads.some((spread) => spread > 0) ? spreads : strata.map(({ populationSize }) => populationSize);
}

/** Fixes the strata that hit their floor or capacity one round at a time and shares the rest by weight. */
function shareOut(weights: number[], floors: number[], capacities: number[], total: number): number[] {
  const fixed = new Map<number, number>();
  for (;;) {
    const free = weights.map((_, h) => h).filter((h) => !fixed.has(h));
    const left = total - sum([...fixed.values()]);
    const weight = sum(free.map((h) => weights[h] ?? 0));
    const share = (h: number) => (weight > 0 ? ((weights[h] ?? 0) / weight) * left : left / free.length);
    const over = free.filter((h) => share(h) > (capacities[h] ?? 0));
    const under = free.filter((h) => share(h) < (floors[h] ?? 0));
    if (over.length === 0 && under.length === 0) return weights.map((_, h) => fixed.get(h) ?? share(h));
    const excess = sum(over.map((h) => share(h) - (capacities[h] ?? 0)));
    const lack = sum(under.map((h) => (floors[h] ?? 0) - share(h)));
    // Fixing the side that is further off first keeps a stratum from being pinned to the wrong end.
    if (excess >= lack) for (const h of over) fixed.set(h, capacities[h] ?? 0);
    else for (const h of under) fixed.set(h, floors[h] ?? 0);
  }
}

function roundToTotal(shares: number[], floors: number[], capacities: number[], total: number): number[] {
  const sizes = shares.map((share, h) => Math.max(floors[h] ?? 0, Math.floor(share + 1e-9)));
  const byRemainder = shares.map((share, h) => ({ h, remainder: share - (sizes[h] ?? 0) }));
  byRemainder.sort((left, right) => right.remainder - left.remainder || left.h - right.h);
  let missing = total - sum(sizes);
  while (missing > 0) {
    for (const { h } of byRemainder) {
      if (missing === 0 || (sizes[h] ?? 0) >= (capacities[h] ?? 0)) continue;
      sizes[h] = (sizes[h] ?? 0) + 1;
      missing--;
    }
  }
  return sizes;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
