import type { SortedLabels } from './labels';
import { sortLabels } from './labels';
import type { LabelDesign } from './report-design';
import type { JudgedLabel } from './report-thresholds';

/** Labels of a stratum, sorted, and the documents they stand for. */
export interface SortedStratum {
  readonly populationSize: number;
  readonly labels: SortedLabels;
}

/** A sample's labels in the shape that counting at many thresholds needs: sorted once, whole and by stratum. */
export interface SortedDesign {
  readonly kind: LabelDesign['kind'];
  readonly labels: SortedLabels;
  /** Null for a simple random sample, which needs none, and for a design that cannot be weighed. */
  readonly strata: readonly SortedStratum[] | null;
}

/**
 * Sorts a design once: counting 100,000 labels anew for each of 201 thresholds would take seconds. O(n log n).
 *
 * @throws CalibrationError SCORE_NOT_FINITE
 */
export function sortDesign({ kind, labels, strata }: LabelDesign<JudgedLabel>): SortedDesign {
  return {
    kind,
    labels: sortLabels(labels),
    strata:
      strata?.map(({ populationSize, labels: members }) => ({ populationSize, labels: sortLabels(members) })) ?? null,
  };
}
