import type { ReadingSettings } from '@/prisma/queries/scoring-runs';

/** What a version was computed under, and what holds now. */
export interface CalibrationBasis {
  readonly relevanceCut: number;
  readonly modelRevisionId: string | null;
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
    saved.relevanceCut !== now.relevanceCut
      ? `The relevance cut is now ${now.relevanceCut}; this version took ${saved.relevanceCut}: save a new version from its sample.`
      : null,
  ].filter((reason) => reason !== null);
  return reasons.length > 0 ? reasons.join(' ') : null;
}

/** An overlap counts only where windows have one. */
function isReadOtherwise(saved: ReadingSettings, now: ReadingSettings): boolean {
  const hasOverlap = now.windowAggregate === 'MEAN' || now.windowAggregate === 'MAX';
  return (
    saved.maxTokens !== now.maxTokens ||
    saved.windowAggregate !== now.windowAggregate ||
    (hasOverlap && saved.windowOverlap !== now.windowOverlap)
  );
}
