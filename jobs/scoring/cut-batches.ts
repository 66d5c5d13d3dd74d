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

/** Tokens the model will read of a text, estimated: never more than its limit, at least its two marks. */
export function estimateTokens(textLength: number, maxTokens: number): number {
  return Math.min(maxTokens, Math.ceil(textLength / CHARS_PER_TOKEN) + 2);
}

/**
 * Documents in batches of one engine call: texts of like length together, longest first, so that little is padded and
 * a long text does not hold up many short ones.
 */
export function cutBatches(documents: readonly SizedDocument[], maxTokens: number): string[][] {
  const byLength = [...documents].sort((a, b) => b.textLength - a.textLength);
  const batches: string[][] = [];
  let budget = 0;
  for (const { id, textLength } of byLength) {
    const tokens = estimateTokens(textLength, maxTokens);
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
