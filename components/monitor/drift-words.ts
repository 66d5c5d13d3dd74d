import { formatCount, formatScore } from '@/components/ui/format-number';
import type { DriftHindrance, DriftReportLineFragment } from '@/graphql/generated/operations/graphql';

export type ComparedFeature = DriftReportLineFragment['features'][number];

export const FEATURE_NAMES = { SCORE: 'Score', TOKENS: 'Length in tokens' } as const;

const HINDRANCES: Readonly<Record<DriftHindrance, string>> = {
  NO_ACTIVE_VERSION:
    'No threshold is in force, so there is nothing to compare new collections with. Activate a version.',
  NO_REFERENCE:
    'The version in force kept no distributions, as it was saved before they were or while nothing was scored. Save a new version and activate it.',
  OTHER_MODEL:
    'The project is ranked by another model revision than the version in force was computed from, and their scores cannot be compared. Save a new version and activate it.',
  READ_OTHERWISE:
    'Long documents are read otherwise now than when the version in force was saved, and their scores cannot be compared. Save a new version and activate it.',
};

export function hindranceWords(hindrance: DriftHindrance): string {
  return HINDRANCES[hindrance];
}

/** "2.10 → 3.40", lengths in whole tokens */
export function medianWords({ feature, referenceMedian, currentMedian }: ComparedFeature): string {
  return `${valueWords(feature, referenceMedian)} → ${valueWords(feature, currentMedian)}`;
}

/** What the picture shows, for those who do not see it. */
export function distributionWords({
  feature,
  referenceMedian,
  currentMedian,
  referenceCount,
  currentCount,
}: ComparedFeature): string {
  const side = (median: number, count: number) => `median ${valueWords(feature, median)} of ${formatCount(count)}`;
  return `When the version was saved: ${side(referenceMedian, referenceCount)} documents. New: ${side(currentMedian, currentCount)}.`;
}

/** "drift-score-autumn-search": letters and digits of any script, so that no file system is asked too much. */
export function fileNameOf(feature: ComparedFeature['feature'], collection: string): string {
  const name = collection
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return ['drift', feature.toLowerCase(), name].filter(Boolean).join('-');
}

function valueWords(feature: ComparedFeature['feature'], value: number): string {
  return feature === 'SCORE' ? formatScore(value) : formatCount(Math.round(value));
}

/** Small chances by their bound: what stands beyond the third decimal is noise of the approximation. */
export function chanceWords(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

const BANDS = { STABLE: 'stable', MODERATE: 'moderate', MAJOR: 'major' } as const;

/** "0.312, major" */
export function psiWords({ psi, band }: Pick<ComparedFeature, 'psi' | 'band'>): string {
  return `${psi.toFixed(3)}, ${BANDS[band]}`;
}

/** "score and length in tokens" */
export function driftedWords(features: readonly Pick<ComparedFeature, 'feature' | 'hasDrifted'>[]): string {
  return features
    .filter(({ hasDrifted }) => hasDrifted)
    .map(({ feature }) => FEATURE_NAMES[feature].toLowerCase())
    .join(' and ');
}
