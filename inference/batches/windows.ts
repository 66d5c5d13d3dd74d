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
 * Cuts a text to what the model reads: [CLS], the first maxTokens - 2, [SEP]; or with windows the whole text, the last
 * window ending at the text's end and therefore sharing more with its neighbour than asked.
 *
 * @param ids        The text's ids without [CLS] and [SEP], at least one.
 * @param maxTokens  Longest input of the model including [CLS] and [SEP], >= 3.
 */
export function cutText(ids: Int32Array, maxTokens: number, frame: FrameTokens, windows?: WindowOptions): CutText {
  const room = maxTokens - FRAME_LENGTH;
  const tokensTotal = ids.length + FRAME_LENGTH;
  const isWindowed = windows !== undefined && windows.aggregate !== 'first';
  const starts = isWindowed ? windowStarts(ids.length, room, windows.overlapTokens) : [0];
  return {
    windows: starts.map((start) => framed(ids.subarray(start, start + room), frame)),
    tokensTotal,
    tokensRead: isWindowed ? tokensTotal : Math.min(tokensTotal, maxTokens),
  };
}

export function aggregateScores(scores: readonly number[], aggregate: WindowAggregate): number {
  if (aggregate === 'first') return scores[0] ?? Number.NaN;
  if (aggregate === 'max') return Math.max(...scores);
  return scores.reduce((total, score) => total + score, 0) / scores.length;
}

function windowStarts(length: number, room: number, overlapTokens: number): number[] {
  if (length <= room) return [0];
  const stride = room - overlapTokens;
  const starts: number[] = [];
  for (let start = 0; start + room < length; start += stride) starts.push(start);
  starts.push(length - room);
  return starts;
}

function framed(ids: Int32Array, frame: FrameTokens): Int32Array {
  const window = new Int32Array(ids.length + FRAME_LENGTH);
  window[0] = frame.cls;
  window.set(ids, 1);
  window[window.length - 1] = frame.sep;
  return window;
}
