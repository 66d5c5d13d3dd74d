import { countComputedTokens } from '@/inference/batches/windows';
import { toScoreOptions } from '@/jobs/scoring/reading-settings';
import type { ReadingSettings } from '@/prisma/queries/scoring-runs';

/**
 * Half a second of the starter model on two cores, about five of the published one: small enough to finish or give back
 * within a stop, and to show on the page as it comes. Waiting costs nothing, as lanes overlap.
 */
const TOKEN_BUDGET = 8_192;
/** As many as the engine computes in one go. */
const MOST_DOCUMENTS = 64;

/** English biomedical text has 4 to 5 characters a token; counting exactly is the engine's work. */
const CHARS_PER_TOKEN = 4;

export interface SizedDocument {
  readonly id: string;
  /** UTF-16 units of the text. */
  readonly textLength: number;
}

/** Tokens the model will compute for a text, estimated: of its beginning or of all its windows, overlaps included. */
export function estimateTokens(textLength: number, settings: ReadingSettings): number {
  const { maxTokens, windows } = toScoreOptions(settings, settings.maxTokens);
  return countComputedTokens(Math.ceil(textLength / CHARS_PER_TOKEN) + 2, maxTokens, windows);
}

/**
 * Documents in batches of one engine call: texts of like length together, longest first, so that little is padded and
 * a long text does not hold up many short ones.
 */
export function cutBatches(documents: readonly SizedDocument[], settings: ReadingSettings): string[][] {
  const byLength = [...documents].sort((a, b) => b.textLength - a.textLength);
  const batches: string[][] = [];
  let budget = 0;
  for (const { id, textLength } of byLength) {
    const tokens = estimateTokens(textLength, settings);
    const batch = batches.at(-1);
    if (batch && batch.length < MOST_DOCUMENTS && tokens <= budget) {
      batch.push(id);
      budget -= tokens;
    } else {
      batches.push([id]);
      budget = TOKEN_BUDGET - tokens;
    }
  }
  return batches;
}
