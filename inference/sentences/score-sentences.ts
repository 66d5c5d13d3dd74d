import { FRAME_LENGTH } from '../batches/windows';
import type { Engine } from '../engine';
import type { FailedText } from '../results';
import { splitSentences, type TextSpan } from './split-sentences';

/** Sentences of one text that are scored, about ten pages; what follows is left out and said to be. */
export const MOST_SENTENCES = 400;

/**
 * Sentences before and after that are read with each. A sentence alone is no text of the kind the model was trained on
 * ("This was significant in both groups."). Of 0, 1, 2 and 3, one told sentences on medicine best from others inside a
 * stretch on one subject; the price is a blur of one sentence where the subject changes (docs/sentence-scores.md).
 */
export const NEIGHBOURS = 1;

/** As much as a batch of documents, some 8,000 tokens: whoever else uses the engine gets a turn in between. */
const PASSAGES_AT_ONCE = 100;

export interface SentenceScore extends TextSpan {
  /** The bare logit of the sentence with its neighbours, about 1 to 5 for a relevance model, not clamped. */
  readonly score: number;
}

export interface SentenceOptions {
  /**
   * Tokens that the document's own score has read, [CLS] and [SEP] included, where that was only a beginning: sentences
   * that end beyond them are left out, for a tint there would look like a part of that score.
   */
  readonly tokensRead?: number | null;
  /** What that score read before this text, a title for instance: it has used up some of the tokens. */
  readonly before?: string;
  /** 0 to 3; for measurements. */
  readonly neighbours?: number;
  /** As CallOptions.isUrgent: a reader waits. */
  readonly isUrgent?: boolean;
  /** Looked at between two calls of the engine; its reason is thrown. */
  readonly signal?: AbortSignal;
}

export interface ScoredSentences {
  readonly status: 'scored';
  /** In order, without overlap; offsets in UTF-16 units of the text. */
  readonly sentences: readonly SentenceScore[];
  /** Why the text goes on after the last sentence; null where it does not. */
  readonly limit: 'sentence-count' | 'tokens-read' | null;
}

/**
 * Scores each sentence of a text in the context of its neighbours: the number is what the model gives the passage of
 * the sentence with one sentence before it and one after it (those there are), as the text has them.
 *
 * It is no share of the text's own score (they do not add up or average to it), no explanation of it (leaving the
 * sentence out need not change it by anything like that), and not calibrated to experts. All or nothing: a passage that
 * fails fails the call, with the engine's code; a text without a sentence has none.
 *
 * @param engine  Any engine; its longest input holds three sentences of at most 600 characters.
 * @throws InferenceError as Engine.score, and the signal's reason.
 */
export async function scoreSentences(
  engine: Pick<Engine, 'score' | 'countTokens'>,
  text: string,
  options: SentenceOptions = {},
): Promise<ScoredSentences | FailedText> {
  const { neighbours = NEIGHBOURS, isUrgent = false, signal } = options;
  const { sentences: first, limit: countLimit } = takeSentences(text);
  const sentences = await keepRead(engine, text, first, options);
  const limit = sentences.length < first.length ? 'tokens-read' : countLimit;
  const passages = sentences.map((_, place) => passageOf(text, sentences, place, neighbours));
  const scores: number[] = [];
  for (let from = 0; from < passages.length; from += PASSAGES_AT_ONCE) {
    signal?.throwIfAborted();
    for (const result of await engine.score(passages.slice(from, from + PASSAGES_AT_ONCE), { isUrgent })) {
      if (result.status === 'failed') return result;
      scores.push(result.score);
    }
  }
  return {
    status: 'scored',
    sentences: sentences.map((sentence, place) => ({ ...sentence, score: scores[place] ?? Number.NaN })),
    limit,
  };
}

function takeSentences(text: string): Pick<ScoredSentences, 'limit'> & { sentences: TextSpan[] } {
  const sentences: TextSpan[] = [];
  for (const sentence of splitSentences(text)) {
    if (sentences.length === MOST_SENTENCES) return { sentences, limit: 'sentence-count' };
    sentences.push(sentence);
  }
  return { sentences, limit: null };
}

/** Those that end within the tokens; counted sentence by sentence, which may differ from the whole by a few tokens. */
async function keepRead(
  engine: Pick<Engine, 'countTokens'>,
  text: string,
  sentences: readonly TextSpan[],
  { tokensRead, before = '', isUrgent = false }: SentenceOptions,
): Promise<readonly TextSpan[]> {
  if (tokensRead == null) return sentences;
  const texts = sentences.map(({ start, end }) => text.slice(start, end));
  const [lead = FRAME_LENGTH, ...counts] = await engine.countTokens([before, ...texts], { isUrgent });
  let left = tokensRead - lead;
  const beyond = counts.findIndex((count) => {
    left -= count - FRAME_LENGTH;
    return left < 0;
  });
  return beyond < 0 ? sentences : sentences.slice(0, beyond);
}

function passageOf(text: string, sentences: readonly TextSpan[], place: number, neighbours: number): string {
  const first = sentences[Math.max(0, place - neighbours)];
  const last = sentences[Math.min(sentences.length - 1, place + neighbours)];
  return text.slice(first?.start, last?.end);
}
