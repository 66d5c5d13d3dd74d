import { CalibrationError } from './calibration-error';
import type { DriftReport } from './drift';
import { compareDistributions, holmAdjust } from './drift';
import { requireOpenProbability } from './input-checks';

/** One feature's values by document: a score, a length in tokens, a year. */
export type FeatureValues = Readonly<Record<string, ArrayLike<number>>>;

/** A feature's comparison and whether it calls for a look. */
export interface FeatureDrift extends DriftReport {
  readonly feature: string;
  /** Of the KS test, corrected for all features watched at once. */
  readonly adjustedP: number;
  /** Large enough to matter and too large for chance; either alone is no alarm. */
  readonly hasDrifted: boolean;
}

export interface FeatureDriftOptions {
  /** PSI from which a shift matters, default 0.1. */
  readonly smallestPsi?: number;
  /** Chance of any false alarm among all features, in (0, 1), default 0.05. */
  readonly alpha?: number;
}

/**
 * Drift of several features at once, gated on both sides. With 100,000 documents every test is significant, so an alarm
 * needs a PSI that matters; with 50 every PSI is large (its expectation is about bins / n on either side), so it needs a
 * test that stands after Holm's correction too.
 *
 * @param reference  Values at the time of the calibration; finite, at least one a feature.
 * @param current    The same features now.
 * @returns          In the order of `reference`.
 * @throws CalibrationError LENGTHS_DIFFER (features do not match), TOO_FEW_VALUES, SCORE_NOT_FINITE, NOT_A_PROBABILITY
 */
export function featureDrift(
  reference: FeatureValues,
  current: FeatureValues,
  { smallestPsi = 0.1, alpha = 0.05 }: FeatureDriftOptions = {},
): FeatureDrift[] {
  requireOpenProbability('alpha', alpha);
  const names = Object.keys(reference);
  if (names.length !== Object.keys(current).length || names.some((name) => !Object.hasOwn(current, name))) {
    throw new CalibrationError('LENGTHS_DIFFER', 'both sides must have the same features');
  }
  const reports = names.map((name) => compareDistributions(reference[name] ?? [], current[name] ?? []));
  const adjusted = holmAdjust(reports.map(({ ks }) => ks.pValue));
  return reports.map((report, index) => {
    const adjustedP = adjusted[index] ?? 1;
    const hasDrifted = report.psi >= smallestPsi && adjustedP < alpha;
    return { feature: names[index] ?? '', ...report, adjustedP, hasDrifted };
  });
}
