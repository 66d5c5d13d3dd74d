import { InferenceError } from '../errors';
import type { FailedText } from '../results';
import type { FromEngine, ToEngine } from './messages';

/** Titles and sentences: enough of them that equal lengths meet. */
const MOST_TEXTS = 128;
/** About 12,000 tokens: processes finish a call close together, and a message costs its sender little. */
const MOST_CHARS = 50_000;

/** What a call wants of its chunks; scoring and counting are cut, sent and retried alike. */
export interface Call {
  /** It has failed or has all its results: chunks of it that still wait need not be computed. */
  readonly isOver: boolean;
  message(chunk: number, texts: readonly string[]): ToEngine;
  settle(indices: readonly number[], answer: FromEngine): void;
  /** One text is given up, the rest of the call goes on. */
  giveUp(index: number, failure: FailedText): void;
  fail(error: Error): void;
}

/** Part of a call that one engine process computes. */
export interface Chunk {
  readonly call: Call;
  readonly texts: readonly string[];
  /** Positions of the texts in the call. */
  readonly indices: readonly number[];
  /** Was in a process when it died: from then on it has a process to itself, so that blame is certain. */
  readonly isSuspect: boolean;
}

export interface CallContract<Result> {
  readonly textCount: number;
  message(chunk: number, texts: readonly string[]): ToEngine;
  /** The results in an answer, or null when it is none of this call's. */
  read(answer: FromEngine): readonly Result[] | null;
  /** What becomes of a text that is given up; without it the call fails as a whole. */
  failed?(failure: FailedText): Result;
}

/** A call whose promise resolves with one result a text, in order, once all its chunks have answered. */
export function openCall<Result>(contract: CallContract<Result>): { call: Call; done: Promise<readonly Result[]> } {
  const results: Result[] = new Array(contract.textCount);
  let missing = contract.textCount;
  let isOver = false;
  const { promise, resolve, reject } = deferred<readonly Result[]>();
  const fail = (error: Error) => {
    isOver = true;
    reject(error);
  };
  const accept = (indices: readonly number[], found: readonly Result[]) => {
    if (found.length !== indices.length) return fail(new Error(`${found.length} results for ${indices.length} texts`));
    found.forEach((result, position) => {
      results[indices[position] ?? 0] = result;
    });
    missing -= indices.length;
    if (missing > 0) return;
    isOver = true;
    resolve(results);
  };
  if (missing === 0) resolve(results);
  const call: Call = {
    get isOver() {
      return isOver;
    },
    message: contract.message,
    settle: (indices, answer) => accept(indices, contract.read(answer) ?? []),
    giveUp: (index, failure) => {
      if (contract.failed) accept([index], [contract.failed(failure)]);
      else fail(new InferenceError('CALL_FAILED', failure.message, `text ${index + 1} of the call`));
    },
    fail,
  };
  return { call, done: promise };
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/**
 * Cuts a call into chunks of texts of similar length, longest first: characters stand in for tokens, which are not
 * known yet, and equal token counts meet in the same chunk.
 */
export function cutIntoChunks(texts: readonly string[], call: Call): Chunk[] {
  const order = texts.map((_, index) => index).sort((a, b) => lengthOf(texts, b) - lengthOf(texts, a));
  const chunks: number[][] = [];
  let chars = 0;
  for (const index of order) {
    const current = chunks.at(-1);
    const length = lengthOf(texts, index);
    if (current && current.length < MOST_TEXTS && chars + length <= MOST_CHARS) {
      current.push(index);
      chars += length;
    } else {
      chunks.push([index]);
      chars = length;
    }
  }
  return chunks.map((indices) => ({
    indices,
    texts: indices.map((index) => texts[index] ?? ''),
    call,
    isSuspect: false,
  }));
}

/** Both halves of a chunk of at least two texts that ended its process. */
export function halveChunk(chunk: Chunk): Chunk[] {
  const middle = Math.ceil(chunk.texts.length / 2);
  return [
    { ...chunk, texts: chunk.texts.slice(0, middle), indices: chunk.indices.slice(0, middle), isSuspect: true },
    { ...chunk, texts: chunk.texts.slice(middle), indices: chunk.indices.slice(middle), isSuspect: true },
  ];
}

function lengthOf(texts: readonly string[], index: number): number {
  return texts[index]?.length ?? 0;
}
