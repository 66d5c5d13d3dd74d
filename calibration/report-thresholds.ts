import type { LabelDesign, ReportedShare, Side } from './report-design';
import { shareOf } from './report-design';
import type { SampledLabel } from './sampling-design';
import type { ScopeScores } from './scope-scores';
import type { InclusionRule } from './threshold-by-cost';
import { isIncluded } from './threshold-by-cost';

/** Where a threshold comes from. */
export type ThresholdSource = 'CERTIFICATE' | 'COST' | 'WORKLOAD' | 'RELEVANCE_CUT' | 'GIVEN';

/** Documents to read: counted where all scores are known, else the sample's share of the population. */
export interface ReportedWorkload extends Omit<ReportedShare, 'method'> {
  readonly method: ReportedShare['method'] | 'counted';
  /** Null where the population is not known. */
  readonly documents: number | null;
}

/** What a threshold means, each figure with its n and interval. */
export interface ThresholdFigures {
  readonly by: ThresholdSource;
  readonly rule: InclusionRule;
  readonly precision: ReportedShare;
  readonly recall: ReportedShare;
  /** n counts labels that are relevant or included (docs/calibration.md, section 2). */
  readonly f1: ReportedShare;
  readonly accuracy: ReportedShare;
  readonly workload: ReportedWorkload;
}

/** A label that is judged: what thresholds are measured on. */
export interface JudgedLabel extends SampledLabel {
  readonly isRelevant: boolean;
}

/**
 * Figures of one rule.
 *
 * @param scope  The ranking scores of all documents, for an exact workload; null where only the sample is known.
 */
export function thresholdFigures(
  design: LabelDesign<JudgedLabel>,
  by: ThresholdSource,
  rule: InclusionRule,
  scope: ScopeScores | null,
): ThresholdFigures {
  const share = (sideOf: (label: JudgedLabel, included: boolean) => Side) =>
    shareOf(design, (label) => sideOf(label, isIncluded(rule, label.score)));
  const partIf = (isPart: boolean): Side => (isPart ? 'PART' : 'REST');
  return {
    by,
    rule,
    precision: share(({ isRelevant }, included) => (included ? partIf(isRelevant) : null)),
    recall: share(({ isRelevant }, included) => (isRelevant ? partIf(included) : null)),
    f1: f1FromShare(
      share(({ isRelevant }, included) => (isRelevant || included ? partIf(isRelevant && included) : null)),
    ),
    accuracy: share(({ isRelevant }, included) => partIf(isRelevant === included)),
    workload: scope
      ? countedWorkload(rule, scope)
      : withDocuments(
          share((_, included) => partIf(included)),
          design.population,
        ),
  };
}

/** F1 = 2J / (1 + J) of a Jaccard share and of both ends of its interval. */
export function f1FromShare(share: ReportedShare): ReportedShare {
  const f1 = (jaccard: number | null) => (jaccard === null ? null : (2 * jaccard) / (1 + jaccard));
  return { ...share, value: f1(share.value), lower: f1(share.lower), upper: f1(share.upper) };
}

function countedWorkload(rule: InclusionRule, scope: ScopeScores): ReportedWorkload {
  const documents = countIncluded(rule, scope);
  const value = scope.total === 0 ? null : documents / scope.total;
  return { value, lower: value, upper: value, n: scope.total, method: 'counted', documents };
}

function countIncluded(rule: InclusionRule, scope: ScopeScores): number {
  if (rule.includes === 'AT_OR_ABOVE') return scope.countAtOrAbove(rule.threshold);
  return rule.includes === 'EVERYTHING' ? scope.total : 0;
}

function withDocuments(share: ReportedShare, population: number | null): ReportedWorkload {
  const documents = share.value === null || population === null ? null : Math.round(share.value * population);
  return { ...share, documents };
}
