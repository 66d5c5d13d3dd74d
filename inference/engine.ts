import type { EngineOptions } from './engine-options';
import { InferenceError } from './errors';
import { cutIntoChunks, openCall } from './process/chunks';
import { EnginePool } from './process/engine-pool';
import type { EngineDescription } from './process/messages';
import type { TextResult } from './results';
import type { ScoreOptions } from './scorer';
import { type OnNotice, settleEngineOptions } from './tuning/settle-options';

export interface CallOptions {
  /** Before whatever waits in the engine; what a process has in hand (two chunks) is not interrupted. */
  readonly isUrgent?: boolean;
}

export interface Engine {
  describe(): EngineDescription;
  /**
   * One result for each text, in order; a text that cannot be scored is `failed` with a code and the others are scored.
   * A score depends on its text alone, never on what else is in the call.
   *
   * @throws InferenceError ENGINE_CLOSED, CALL_FAILED, or ENGINE_START_FAILED when no process is left and none can be
   *   started; the next call tries to start them again.
   */
  score(texts: readonly string[], options?: Partial<ScoreOptions> & CallOptions): Promise<readonly TextResult[]>;
  /**
   * Tokens of each whole text with [CLS] and [SEP].
   *
   * @throws InferenceError as `score`; CALL_FAILED when a text ends the process that counts it, naming which.
   */
  countTokens(texts: readonly string[], options?: CallOptions): Promise<readonly number[]>;
  /** The engine's processes that are running now. */
  processIds(): readonly number[];
  close(): Promise<void>;
}

export interface EngineInternals {
  /** Another module for the engine's process; for tests that make it fail for real. */
  readonly processModule?: string;
  /** Told what takes time before the engine can score. */
  readonly onNotice?: OnNotice;
}

/**
 * Starts the engine in processes of its own and resolves when the model is loaded. The caller's event loop is never
 * blocked, and a fault in native code ends a process that is then replaced.
 *
 * @throws InferenceError with what is wrong with the model, provider or options (errors.ts).
 * @example
 *   const engine = await startEngine({ modelFolder: 'models/starter' });
 *   const [result] = await engine.score(['Aspirin reduces the risk of stroke in adults with atrial fibrillation.']);
 *   await engine.close();
 */
export async function startEngine(options: EngineOptions = {}, internals: EngineInternals = {}): Promise<Engine> {
  const resolved = await settleEngineOptions(options, internals.onNotice);
  const pool = await EnginePool.start(resolved, internals.processModule);
  const longest = pool.description.maxTokens;

  return {
    describe: () => pool.description,
    processIds: () => pool.processIds,
    close: () => pool.close(),

    async score(texts, { isUrgent, ...wanted } = {}) {
      const scoring: ScoreOptions = { maxTokens: longest, windows: resolved.windows, ...wanted };
      requireFitting(scoring, longest);
      const { call, done } = openCall<TextResult>({
        textCount: texts.length,
        message: (chunk, part) => ({ type: 'score', chunk, texts: part, options: scoring }),
        read: (answer) => (answer.type === 'scored' ? answer.results : null),
        failed: (failure) => failure,
      });
      pool.add(cutIntoChunks(texts, call), isUrgent);
      return done;
    },

    async countTokens(texts, { isUrgent } = {}) {
      const { call, done } = openCall<number>({
        textCount: texts.length,
        message: (chunk, part) => ({ type: 'count', chunk, texts: part }),
        read: (answer) => (answer.type === 'counted' ? answer.counts : null),
      });
      pool.add(cutIntoChunks(texts, call), isUrgent);
      return done;
    },
  };
}

function requireFitting({ maxTokens, windows }: ScoreOptions, longest: number): void {
  if (!Number.isInteger(maxTokens) || maxTokens < 3 || maxTokens > longest) {
    throw new InferenceError('OPTIONS_INVALID', `maxTokens is ${maxTokens}, this engine takes 3 to ${longest}`);
  }
  if (windows && (windows.overlapTokens < 0 || windows.overlapTokens >= maxTokens - 2)) {
    throw new InferenceError(
      'OPTIONS_INVALID',
      `windows of ${maxTokens} tokens cannot overlap by ${windows.overlapTokens}`,
    );
  }
}
