import { f1FromJaccard } from './f1-from-jaccard';
import { requireCount } from './input-checks';
import type { IntervalMethod, ProportionEstimate } from './intervals';
import { estimateProportion } from './intervals';
import type { RatedScore } from './labels';
import { labelRatings } from './labels';
import type { RegressionMetrics } from './regression-metrics';
import { regressionMetrics } from './regression-metrics';

/** A validation label and the subgroup its document belongs to (a source, year, language, length band, tag). */
export interface GroupedRating extends RatedScore {
  readonly group: string;
}

/** Metrics of one subgroup, or its size alone when it is too small to speak of. */
export type SubgroupMetrics =
  | { readonly group: string; readonly n: number; readonly isSuppressed: true }
  | {
      readonly group: string;
      readonly n: number;
      readonly isSuppressed: false;
      readonly regression: RegressionMetrics;
      readonly accuracy: ProportionEstimate;
      readonly precision: ProportionEstimate;
      readonly recall: ProportionEstimate;
      /** `successes` and `n` are those of the Jaccard share it is computed from. */
      readonly f1: ProportionEstimate;
    };

export interface SubgroupOptions {
  readonly relevanceCut: number;
  /** On the ranking score; include means score >= threshold. */
  readonly threshold: number;
  /** Below this n a group is suppressed; default 20. */
  readonly minimumSize?: number;
  readonly confidence?: number;
  readonly intervalMethod?: IntervalMethod;
}

/**
 * Reliability by subgroup, largest group first. Groups are looked at many at once: a bad interval among twenty is to be
 * expected, so read them as where to look next.
 *
 * @throws CalibrationError SCORE_NOT_FINITE, RATING_OUT_OF_RANGE, NOT_A_COUNT
 */
export function subgroupMetrics(ratings: readonly GroupedRating[], options: SubgroupOptions): SubgroupMetrics[] {
  const { minimumSize = 20 } = options;
  requireCount('minimumSize', minimumSize, 1);
  const groups = new Map<string, GroupedRating[]>();
  for (const rating of ratings) {
    const members = groups.get(rating.group);
    if (members) members.push(rating);
    else groups.set(rating.group, [rating]);
  }
  return [...groups]
    .map(([group, members]) =>
      members.length < minimumSize
        ? ({ group, n: members.length, isSuppressed: true } as const)
        : metricsOfGroup(group, members, options),
    )
    .sort((left, right) => right.n - left.n || (left.group < right.group ? -1 : 1));
}

function metricsOfGroup(group: string, members: readonly GroupedRating[], options: SubgroupOptions): SubgroupMetrics {
  const { relevanceCut, threshold, confidence = 0.95, intervalMethod = 'wilson' } = options;
  const labels = labelRatings(members, relevanceCut);
  const count = (isRelevant: boolean, isIncluded: boolean) =>
    labels.filter((label) => label.isRelevant === isRelevant && label.score >= threshold === isIncluded).length;
  const truePositives = count(true, true);
  const estimate = (successes: number, n: number) => estimateProportion(successes, n, confidence, intervalMethod);
  return {
    group,
    n: members.length,
    isSuppressed: false,
    regression: regressionMetrics(
      members.map(({ rating }) => rating),
      members.map(({ score }) => score),
    ),
    accuracy: estimate(truePositives + count(false, false), labels.length),
    precision: estimate(truePositives, truePositives + count(false, true)),
    recall: estimate(truePositives, truePositives + count(true, false)),
    f1: f1FromJaccard(estimate(truePositives, truePositives + count(true, false) + count(false, true))),
  };
}
