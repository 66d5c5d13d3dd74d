import { midpoint } from './candidate-thresholds';
import { requireCount, requireFiniteScores } from './input-checks';
import type { InclusionRule } from './threshold-by-cost';

/** The rule and the documents it includes, at most as many as asked for. */
export interface WorkloadThreshold {
  readonly rule: InclusionRule;
  readonly documents: number;
}

/**
 * The lowest threshold that includes at most `documents` of the scope. Ties go together, so it may include fewer.
 *
 * @param ascendingScores  The ranking scores of all documents in scope, ascending and finite.
 * @param documents        Documents one is ready to read, >= 0.
 */
export function thresholdByWorkload(ascendingScores: Float64Array, documents: number): WorkloadThreshold {
  requireCount('documents', documents);
  requireFiniteScores(ascendingScores);
  const total = ascendingScores.length;
  if (documents >= total) return { rule: { includes: 'EVERYTHING' }, documents: total };
  let first = total - documents;
  const excluded = ascendingScores[first - 1] ?? 0;
  while (first < total && ascendingScores[first] === excluded) first++;
  if (first === total) return { rule: { includes: 'NOTHING' }, documents: 0 };
  const threshold = midpoint(excluded, ascendingScores[first] ?? 0);
  return { rule: { includes: 'AT_OR_ABOVE', threshold }, documents: total - first };
}
