import { setImmediate as nextTurn } from 'node:timers/promises';
import { planBatches } from './batches/plan-batches';
import { aggregateScores, type CutText, cutText, type WindowOptions } from './batches/windows';
import type { ModelConfig } from './model/config';
import { type FailedText, failedText, type Provenance, type TextResult } from './results';
import type { Tokenizer } from './tokenizer/tokenizer';

/** What computes: windows of one length in, one logit each out. */
export interface WindowRunner {
  run(windows: readonly Int32Array[]): Promise<Float32Array>;
}

export interface ScoreOptions {
  /** Longest input including [CLS] and [SEP], 3 to the model's own maximum. */
  readonly maxTokens: number;
  readonly windows?: WindowOptions;
}

/** 32 Mi UTF-16 units: about 7 million tokens; a longer text is refused instead of filling the memory. */
export const MAX_TEXT_CHARS = 32 * 1024 * 1024;

type Prepared = CutText | FailedText;

/** Texts to scores inside one process: tokenise, cut, group by length, compute, aggregate. */
export class Scorer {
  constructor(
    private readonly tokenizer: Tokenizer,
    private readonly runner: WindowRunner,
    private readonly config: ModelConfig,
    private readonly provenance: Provenance,
    private readonly tokenBudget: number,
  ) {}

  /** Runs beside the computing of an earlier chunk: the native tokenizer has its own threads. */
  async prepare(texts: readonly string[], options: ScoreOptions): Promise<Prepared[]> {
    const readable = texts.filter(isReadable);
    const ids = await this.tokenizer.encodeAll(readable);
    const frame = { cls: this.config.clsTokenId, sep: this.config.sepTokenId };
    let next = 0;
    return texts.map((text) => {
      if (!isReadable(text)) return refused(text);
      const textIds = ids[next++] ?? new Int32Array();
      if (textIds.length === 0) return failedText('EMPTY_TEXT', 'The text has no token to read', 2);
      return cutText(textIds, options.maxTokens, frame, options.windows);
    });
  }

  /** One result for each prepared text, in order. */
  async compute(prepared: readonly Prepared[], options: ScoreOptions): Promise<TextResult[]> {
    const cuts = prepared.map((text) => ('windows' in text ? text.windows : []));
    const windows = cuts.flat();
    const scores = await this.scoreWindows(windows);
    let next = 0;
    return prepared.map((text) => {
      if (!('windows' in text)) return text;
      const own = scores.slice(next, next + text.windows.length);
      next += text.windows.length;
      return this.toResult(text, own, options);
    });
  }

  async score(texts: readonly string[], options: ScoreOptions): Promise<TextResult[]> {
    return this.compute(await this.prepare(texts, options), options);
  }

  async countTokens(texts: readonly string[]): Promise<number[]> {
    const ids = await this.tokenizer.encodeAll(texts);
    return ids.map((text) => text.length + 2);
  }

  private async scoreWindows(windows: readonly Int32Array[]): Promise<(number | FailedText)[]> {
    const scores: (number | FailedText)[] = new Array(windows.length);
    for (const batch of planBatches(
      windows.map((window) => window.length),
      this.tokenBudget,
    )) {
      const computed = await this.runHalving(batch.indices.map((index) => windows[index] ?? new Int32Array()));
      batch.indices.forEach((index, position) => {
        scores[index] = computed[position] ?? Number.NaN;
      });
      // Lets a disconnect from a dead parent and the next chunk's texts through between two runs.
      await nextTurn();
    }
    return scores;
  }

  /** A batch that does not fit in memory is computed in halves; one window that does not fit fails alone. */
  private async runHalving(windows: readonly Int32Array[]): Promise<(number | FailedText)[]> {
    try {
      return Array.from(await this.runner.run(windows));
    } catch (error) {
      if (windows.length === 1) return [computeFault(error)];
      const middle = Math.ceil(windows.length / 2);
      const left = await this.runHalving(windows.slice(0, middle));
      return [...left, ...(await this.runHalving(windows.slice(middle)))];
    }
  }

  private toResult(text: CutText, own: readonly (number | FailedText)[], options: ScoreOptions): TextResult {
    const numbers: number[] = [];
    for (const score of own) {
      if (typeof score !== 'number') return { ...score, tokensTotal: text.tokensTotal };
      numbers.push(score);
    }
    const score = aggregateScores(numbers, options.windows?.aggregate ?? 'first');
    if (!Number.isFinite(score)) {
      return failedText('SCORE_NOT_FINITE', 'The model gave no finite number for this text', text.tokensTotal);
    }
    return {
      status: 'scored',
      score,
      tokensTotal: text.tokensTotal,
      tokensRead: text.tokensRead,
      windows: text.windows.length,
      isTruncated: text.tokensRead < text.tokensTotal,
      ...this.provenance,
    };
  }
}

/** Whitespace alone says nothing to judge, although it has tokens. */
function isReadable(text: string): boolean {
  return text.length <= MAX_TEXT_CHARS && /\S/.test(text);
}

function refused(text: string): FailedText {
  if (text.length > MAX_TEXT_CHARS) {
    return failedText('TEXT_TOO_LARGE', `The text has ${text.length} characters, at most ${MAX_TEXT_CHARS} are read`);
  }
  return failedText('EMPTY_TEXT', 'The text is empty', 2);
}

const MEMORY_FAULT = /alloc|out of memory|OOM/i;

function computeFault(error: unknown): FailedText {
  const message = error instanceof Error ? error.message : String(error);
  return failedText(MEMORY_FAULT.test(message) ? 'OUT_OF_MEMORY' : 'COMPUTE_FAILED', message);
}
