import { ceilOfShare } from './exact-fraction';
import { requireAtLeast, requireCount, requireOpenProbability } from './input-checks';
import type { SortedLabels } from './labels';
import { countAtOrAbove } from './scope-scores';

/** After reading `read` documents, `found` relevant ones are known. */
export interface RecallPoint {
  readonly read: number;
  readonly found: number;
  readonly recall: number;
}

/**
 * Recall against documents read, best ranked first, from (0, 0) to the last document.
 *
 * @param ranked         Relevance in the order of reading, ties already broken; at least one relevant.
 * @param maximumPoints  At most this many, evenly spread, both ends among them; >= 2.
 * @throws CalibrationError TOO_FEW_VALUES, NOT_A_COUNT
 */
export function recallCurve(ranked: readonly boolean[], maximumPoints = 500): RecallPoint[] {
  requireCount('maximumPoints', maximumPoints, 2);
  const foundAfter = [0];
  for (const isRelevant of ranked) foundAfter.push((foundAfter.at(-1) ?? 0) + (isRelevant ? 1 : 0));
  const relevant = foundAfter.at(-1) ?? 0;
  requireAtLeast('a recall curve', relevant, 1);
  const count = Math.min(maximumPoints, foundAfter.length);
  return Array.from({ length: count }, (_, k) => {
    const read = Math.round((k * ranked.length) / (count - 1));
    const found = foundAfter[read] ?? 0;
    return { read, found, recall: found / relevant };
  });
}

/**
 * Work saved over sampling when ranked documents are read until the target recall is reached:
 * WSS@r = (TN + FN) / N - (1 - r), and its normalised form nWSS = TN / (TN + FP).
 *
 * @param ranked  Relevance in the order of reading, best first, ties already broken; at least one relevant.
 * @param recall  r, in (0, 1), at most six decimals.
 * @throws CalibrationError TOO_FEW_VALUES, OUT_OF_RANGE
 * @see Cohen et al., JAMIA 13 (2006); Kusa et al., nWSS, Intelligent Systems with Applications 18 (2023)
 */
export function workSaved(
  ranked: readonly boolean[],
  recall: number,
): { wss: number; nwss: number | null; read: number } {
  requireOpenProbability('recall', recall);
  const relevant = ranked.filter(Boolean).length;
  requireAtLeast('work saved', relevant, 1);
  const read = documentsUntil(ranked, ceilOfShare(relevant, recall));
  const unread = ranked.length - read;
  const irrelevant = ranked.length - relevant;
  const trueNegatives = ranked.slice(read).filter((isRelevant) => !isRelevant).length;
  return {
    wss: unread / ranked.length - (1 - recall),
    nwss: irrelevant === 0 ? null : trueNegatives / irrelevant,
    read,
  };
}

/**
 * workSaved from labels that are sorted already. Among equal scores the irrelevant are read first: the ranking does not
 * tell them apart, so nothing is credited to it. Errors as workSaved.
 */
export function workSavedOfSorted(labels: SortedLabels, recall: number): ReturnType<typeof workSaved> {
  requireOpenProbability('recall', recall);
  const { relevant, irrelevant } = labels;
  requireAtLeast('work saved', relevant.length, 1);
  const wanted = ceilOfShare(relevant.length, recall);
  const last = relevant[relevant.length - wanted] ?? Number.NaN;
  const irrelevantRead = countAtOrAbove(irrelevant, last);
  const total = relevant.length + irrelevant.length;
  const read = wanted + irrelevantRead;
  return {
    wss: (total - read) / total - (1 - recall),
    nwss: irrelevant.length === 0 ? null : (irrelevant.length - irrelevantRead) / irrelevant.length,
    read,
  };
}

function documentsUntil(ranked: readonly boolean[], wanted: number): number {
  let found = 0;
  for (const [place, isRelevant] of ranked.entries()) {
    if (isRelevant) found++;
    if (found >= wanted) return place + 1;
  }
  return ranked.length;
}
