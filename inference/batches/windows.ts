/** How the scores of a long text's windows become one. */
export type WindowAggregate = 'mean' | 'max' | 'first';

export interface WindowOptions {
  /** Tokens that neighbouring windows share, >= 0 and less than a window's own tokens. */
  readonly overlapTokens: number;
  readonly aggregate: WindowAggregate;
}

export interface CutText {
  /** Each with [CLS] before and [SEP] after, at most maxTokens long. */
  readonly windows: readonly Int32Array[];
  /** Tokens of the whole text, [CLS] and [SEP] counted once. */
  readonly tokensTotal: number;
  /** Tokens that at least one window holds, counted as tokensTotal counts. */
  readonly tokensRead: number;
}

export interface FrameTokens {
  readonly cls: number;
  readonly sep: number;
}

/** [CLS] and [SEP]. */
export const FRAME_LENGTH = 2;

/**
 * Most tokens computed of one text, so that one document holds an engine process for minutes and not for hours: 64
 * windows of 4,096, about a megabyte of English, some 16 minutes of the published model at the 275 tokens a second of
 * one slow core. Counted in tokens and not in windows, because tokens are what takes time.
 */
export const MOST_WINDOW_TOKENS = 262_144;

/**
 * Cuts a text to what the model reads: [CLS], the first maxTokens - 2, [SEP]; or with windows the whole text, the last
 * window ending at the text's end and therefore sharing more with its neighbour than asked. A text that would cost
 * more than MOST_WINDOW_TOKENS is read up to the last whole window within them: tokensRead < tokensTotal then.
 * The aggregate 'first' needs one window and computes no other.
 *
 * @param ids        The text's ids without [CLS] and [SEP], at least one.
 * @param maxTokens  Longest input of the model including [CLS] and [SEP], >= 3.
 */
export function cutText(ids: Int32Array, maxTokens: number, frame: FrameTokens, windows?: WindowOptions): CutText {
  const room = maxTokens - FRAME_LENGTH;
  const tokensTotal = ids.length + FRAME_LENGTH;
  const starts = windowStarts(ids.length, maxTokens, windows);
  return {
    windows: starts.map((start) => framed(ids.subarray(start, start + room), frame)),
    tokensTotal,
    tokensRead: Math.min(tokensTotal, (starts.at(-1) ?? 0) + maxTokens),
  };
}

/**
 * Tokens that are computed for a text: what its score costs, overlaps counted as often as they are read.
 *
 * @param tokensTotal  Tokens of the whole text with [CLS] and [SEP], >= 2.
 */
export function countComputedTokens(tokensTotal: number, maxTokens: number, windows?: WindowOptions): number {
  return Math.min(tokensTotal, maxTokens) * windowStarts(tokensTotal - FRAME_LENGTH, maxTokens, windows).length;
}

export function aggregateScores(scores: readonly number[], aggregate: WindowAggregate): number {
  if (aggregate === 'first') return scores[0] ?? Number.NaN;
  if (aggregate === 'max') return scores.reduce((largest, score) => Math.max(largest, score), Number.NEGATIVE_INFINITY);
  return scores.reduce((total, score) => total + score, 0) / scores.length;
}

/** Where each window begins, from the text's beginning up to the bound; always at least one. */
function windowStarts(length: number, maxTokens: number, windows?: WindowOptions): number[] {
  const room = maxTokens - FRAME_LENGTH;
  if (!windows || windows.aggregate === 'first' || length <= room) return [0];
  const stride = room - windows.overlapTokens;
  const most = Math.max(1, Math.floor(MOST_WINDOW_TOKENS / maxTokens));
  const needed = Math.ceil((length - room) / stride) + 1;
  if (needed > most) return Array.from({ length: most }, (_, place) => place * stride);
  return Array.from({ length: needed }, (_, place) => Math.min(place * stride, length - room));
}

function framed(ids: Int32Array, frame: FrameTokens): Int32Array {
  const window = new Int32Array(ids.length + FRAME_LENGTH);
  window[0] = frame.cls;
  window.set(ids, 1);
  window[window.length - 1] = frame.sep;
  return window;
}
