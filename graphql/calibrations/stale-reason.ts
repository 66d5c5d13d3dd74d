import { isReadOtherwise, type ReadingSettings } from '@/prisma/queries/scoring-runs';

/** What a version was computed under, and what holds now. */
export interface CalibrationBasis {
  readonly relevanceCut: number;
  readonly modelRevisionId: string | null;
  /** In force: the scale that ranking scores lie on; null for the model's own. */
  readonly recalibration: { readonly id: string; readonly version: number } | null;
  /** How much of a document was read, and how; null where nobody knows. */
  readonly reading: ReadingSettings | null;
}

/** Why a version's figures may no longer hold, in words that say what to do; null when they do. */
export function staleReason(saved: CalibrationBasis, now: CalibrationBasis): string | null {
  const reasons = [
    now.modelRevisionId !== null && saved.modelRevisionId !== now.modelRevisionId
      ? 'The project is now ranked by another model revision, whose scores lie elsewhere: draw a new sample, or save a new version from this one.'
      : null,
    saved.reading && now.reading && isReadOtherwise(saved.reading, now.reading)
      ? 'Long documents are now read otherwise, and their scores lie elsewhere: save a new version from this sample.'
      : null,
    saved.recalibration?.id === now.recalibration?.id ? null : otherScale(saved.recalibration),
    saved.relevanceCut !== now.relevanceCut
      ? `The relevance cut is now ${now.relevanceCut}; this version took ${saved.relevanceCut}: save a new version from its sample.`
      : null,
  ].filter((reason) => reason !== null);
  return reasons.length > 0 ? reasons.join(' ') : null;
}

/** What to do about a threshold that lies on another scale than the scores do now. */
export function otherScale(saved: CalibrationBasis['recalibration']): string {
  const scale = saved ? `scores recalibrated by version ${saved.version}` : 'the model’s own scores';
  const back = saved ? `apply recalibration ${saved.version} again` : 'take the recalibration back';
  return `Its threshold lies on ${scale}, and the project is ranked on another scale now: save a new version, or ${back}.`;
}
