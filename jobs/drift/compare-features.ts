import { quantileOfSorted } from '@/calibration/bootstrap';
import { featureDrift } from '@/calibration/feature-drift';
import { type OverlaidBin, overlayLengths, overlayOnScale } from '@/calibration/overlaid-bins';
import { DRIFT_FEATURES, type DriftFeature, type FeatureColumns } from '@/prisma/queries/drift';

/** What a report keeps of a feature. */
export interface ComparedFeature {
  readonly feature: DriftFeature;
  readonly psi: number;
  readonly band: 'STABLE' | 'MODERATE' | 'MAJOR';
  readonly wasserstein: number;
  readonly ksDistance: number;
  readonly adjustedP: number;
  readonly referenceMedian: number;
  readonly currentMedian: number;
  readonly referenceCount: number;
  readonly currentCount: number;
  readonly hasDrifted: boolean;
  readonly bins: readonly OverlaidBin[];
}

/** Of 0.2 points each, as wide as a reviewer tells scores apart. */
const SCORE_BINS = 20;

/** Every watched feature of the reference and of now; both sides ascending, neither empty. */
export function compareFeatures(reference: FeatureColumns, current: FeatureColumns): ComparedFeature[] {
  const drifts = featureDrift({ ...reference }, { ...current });
  return DRIFT_FEATURES.flatMap((feature) => {
    const drift = drifts.find((one) => one.feature === feature);
    if (!drift) return [];
    const { psi, band, wasserstein, ks, adjustedP, referenceCount, currentCount, hasDrifted } = drift;
    return {
      feature,
      psi,
      band,
      wasserstein,
      ksDistance: ks.d,
      adjustedP,
      referenceMedian: quantileOfSorted(reference[feature], 0.5),
      currentMedian: quantileOfSorted(current[feature], 0.5),
      referenceCount,
      currentCount,
      hasDrifted,
      bins: overlay(feature, reference[feature], current[feature]),
    };
  });
}

function overlay(feature: DriftFeature, reference: readonly number[], current: readonly number[]): OverlaidBin[] {
  return feature === 'score'
    ? overlayOnScale(reference, current, [1, 5], SCORE_BINS)
    : overlayLengths(reference, current);
}
