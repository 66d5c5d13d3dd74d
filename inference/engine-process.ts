import type { ResolvedEngineOptions } from './engine-options';
import { InferenceError } from './errors';
import { cachedGraphs } from './graph/graph-cache';
import { openModelFolder } from './model/model-folder';
import type { EngineDescription, FromEngine, ToEngine } from './process/messages';
import { Scorer } from './scorer';
import { chooseProvider } from './session/providers';
import { ModelSession } from './session/session';
import { Tokenizer } from './tokenizer/tokenizer';

/**
 * The engine's own process: a session's run() blocks its thread, and a fault in native code ends its process; neither
 * may reach the caller. Lives exactly as long as its parent's channel, which closes even when the parent is killed.
 */
let scorer: Scorer | null = null;
/** Chunks are computed one after another; the next is tokenised while one computes. */
let computing: Promise<void> = Promise.resolve();

process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToEngine) => void receive(message));
// Ctrl-C and a service's stop reach every process of the group; the parent decides when the engine ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);

async function receive(message: ToEngine): Promise<void> {
  if (message.type === 'start') return start(message.options);
  if (message.type === 'ping') return send({ type: 'pong' });
  try {
    await answer(message);
  } catch (error) {
    send({ type: 'fault', chunk: message.chunk, message: error instanceof Error ? error.message : String(error) });
  }
}

async function start(options: ResolvedEngineOptions): Promise<void> {
  try {
    const loaded = await load(options);
    scorer = loaded.scorer;
    send({ type: 'ready', description: loaded.description });
  } catch (error) {
    const code = error instanceof InferenceError ? error.code : 'ENGINE_START_FAILED';
    send({ type: 'refused', code, message: error instanceof Error ? error.message : String(error) });
  }
}

async function load(options: ResolvedEngineOptions): Promise<{ scorer: Scorer; description: EngineDescription }> {
  const provider = chooseProvider(options.provider);
  const model = await openModelFolder(options.modelFolder);
  const maxTokens = Math.min(options.maxTokens, model.config.maxPositions);
  const tokenizer = await Tokenizer.load(`${options.modelFolder}/tokenizer.json`, model.config.vocabSize);
  const graphFolder = await cachedGraphs(model, options.precision, options.cacheFolder);
  const session = await ModelSession.open(model.config, {
    graphFolder,
    provider,
    threads: options.threadsPerProcess,
    maxTokens,
  });
  const provenance = { modelId: model.modelId, revision: model.revision, precision: options.precision, provider };
  const { processes, threadsPerProcess, modelFolder } = options;
  return {
    scorer: new Scorer(tokenizer, session, model.config, provenance, options.tokenBudget),
    description: {
      ...provenance,
      isStarter: model.isStarter,
      modelFolder,
      maxTokens,
      fileHashes: model.fileHashes,
      processes,
      threadsPerProcess,
    },
  };
}

async function answer(message: Extract<ToEngine, { chunk: number }>): Promise<void> {
  if (!scorer) throw new Error('a chunk came before the model was loaded');
  if (message.type === 'count') {
    send({ type: 'counted', chunk: message.chunk, counts: await scorer.countTokens(message.texts) });
    return;
  }
  await scoreInTurn(scorer, message);
}

async function scoreInTurn(
  own: Scorer,
  { chunk, texts, options }: Extract<ToEngine, { type: 'score' }>,
): Promise<void> {
  const preparing = own.prepare(texts, options);
  const before = computing;
  const current = (async () => {
    const prepared = await preparing;
    await before;
    send({ type: 'scored', chunk, results: await own.compute(prepared, options) });
  })();
  // A failed chunk must not stop those behind it.
  computing = current.catch(() => undefined);
  await current;
}

function send(message: FromEngine): void {
  if (process.connected) process.send?.(message);
}
