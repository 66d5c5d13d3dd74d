import { candidateThresholds } from './candidate-thresholds';
import type { SortedLabels } from './labels';
import type { RecallCertificate } from './recall-certificate';
import { certifiedThreshold, deltaOf } from './recall-certificate';
import type { ScopeScores } from './scope-scores';
import type { ThresholdPoint } from './threshold-curve';
import { metricsAtThresholds } from './threshold-curve';

/** Exact intervals wherever a figure is shown, saved or printed: a point of the page and a saved version say the same. */
export const REPORTED_INTERVALS = { confidence: 0.95, intervalMethod: 'clopper-pearson' } as const;

/** Most points of a curve that is shown. */
export const REPORTED_POINTS = 201;

/** The ends of the ranking scores in scope. */
export interface ScoreRange {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Thresholds of the curve that is shown, ascending: everything included, every step the labels can tell apart, nothing.
 *
 * @param range  Of the scope's ranking scores; null while nothing is scored.
 * @returns      At most 201 different numbers.
 */
export function reportedThresholds(labels: SortedLabels, range: ScoreRange | null): number[] {
  const inner = candidateThresholds(labels, REPORTED_POINTS - 2);
  const outer = range ? [range.lowest, justAbove(range.highest)] : [];
  return [...new Set([...inner, ...outer])].sort((a, b) => a - b);
}

/** The figures of some thresholds with REPORTED_INTERVALS; arguments and errors as metricsAtThresholds. */
export function reportedPoints(
  labels: SortedLabels,
  scope: ScopeScores,
  thresholds: readonly number[],
): ThresholdPoint[] {
  return metricsAtThresholds(labels, scope, thresholds, REPORTED_INTERVALS);
}

/**
 * The certificate as people ask for it, by a confidence.
 *
 * @param labels      A simple random sample.
 * @param recall      In (0, 1).
 * @param confidence  In (0, 1), counted to six decimals.
 * @throws CalibrationError NOT_A_PROBABILITY
 */
export function reportedCertificate(labels: SortedLabels, recall: number, confidence: number): RecallCertificate {
  return certifiedThreshold(labels.relevant, { recall, delta: deltaOf(confidence) });
}

/** The next two-decimal number: nothing is included from there up, and it reads well on an axis. */
export function justAbove(score: number): number {
  const rounded = Math.ceil(score * 100) / 100;
  return rounded > score ? rounded : (Math.round(rounded * 100) + 1) / 100;
}
