import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { ResolvedEngineOptions } from '../engine-options';
import { hashParts } from '../model/content-hash';
import { isSmallModel, type ModelFolder } from '../model/model-folder';
import { describeMachine } from '../parity/parity-report';
import { parityTexts } from '../parity/parity-texts';
import { cutIntoChunks, openCall } from '../process/chunks';
import { EnginePool } from '../process/engine-pool';
import type { TextResult } from '../results';
import { writeDurably } from '../store/durable-files';

const layout = z.object({
  processes: z.number().int().positive(),
  threadsPerProcess: z.number().int().positive(),
  tokenBudget: z.number().int().positive(),
});
/** How the machine is divided: engine processes, threads of each, tokens computed in one run. */
export type Layout = z.infer<typeof layout>;

const measuredLayout = z.object({ chosen: layout, tokensPerSecond: z.array(layout.extend({ rate: z.number() })) });

/** About 8,000 tokens of mixed length: some ten seconds for a model of 150 million weights on two cores. */
const TEXTS = 32;
/** A process holds the weights once as published and once packed for its kernels. */
const WEIGHT_COPIES = 2.5;
const MOST_PROCESSES = 4;
/** The rows of 256 tokens just fit a core's second-level cache, where one thread computes them up to 15 % faster. */
const CPU_BUDGETS = [4096, 1024, 256];
/** A chunk of a call holds about 12,000 tokens, so a larger budget would never be filled. */
const GPU_BUDGETS = [4096, 16_384];

/** What serves most machines: one process a core with one thread each, at most four. */
export function defaultLayout(): Layout {
  const cores = os.availableParallelism();
  const processes = Math.min(MOST_PROCESSES, cores);
  return { processes, threadsPerProcess: Math.max(1, Math.floor(cores / processes)), tokenBudget: 4096 };
}

/**
 * The fastest division of this machine for a model in a precision: the kept one, or found by scoring a few real texts
 * with each in turn, which is then kept. Small models get the default: their measurement would outlast their work.
 *
 * @throws InferenceError when the engine cannot start at all.
 */
export async function chooseLayout(
  model: ModelFolder,
  options: ResolvedEngineOptions,
  onLayout: (tried: Layout) => void,
): Promise<Layout> {
  if (isSmallModel(model)) return defaultLayout();
  const file = fileOf(model, options);
  const kept = await readKept(file);
  if (kept) return kept;
  const texts = await parityTexts(TEXTS);
  const rates: (Layout & { rate: number })[] = [];
  const measure = async (candidate: Layout) => {
    onLayout(candidate);
    rates.push({ ...candidate, rate: await rateOf({ ...options, ...candidate }, texts) });
  };
  for (const candidate of divisions(model, options)) await measure(candidate);
  const { rate: _, ...division } = fastest(rates);
  const [, ...otherBudgets] = options.provider === 'cpu' ? CPU_BUDGETS : GPU_BUDGETS;
  for (const tokenBudget of otherBudgets) await measure({ ...division, tokenBudget });
  const { rate: __, ...chosen } = fastest(rates);
  const measured: z.infer<typeof measuredLayout> = { chosen, tokensPerSecond: rates };
  await writeDurably(file, `${JSON.stringify(measured, null, 2)}\n`);
  return chosen;
}

/** One session has a GPU to itself; on a CPU, few processes of many threads or many of one, as memory allows. */
function divisions({ weights }: ModelFolder, { provider }: ResolvedEngineOptions): Layout[] {
  const tokenBudget = 4096;
  if (provider !== 'cpu') return [{ processes: 1, threadsPerProcess: 1, tokenBudget }];
  const cores = os.availableParallelism();
  const most = Math.max(1, Math.min(cores, Math.floor(os.freemem() / (WEIGHT_COPIES * weights.byteLength))));
  const counts = [...new Set([most, Math.min(most, MOST_PROCESSES), Math.min(most, 2), 1])];
  return counts.map((processes) => ({ processes, threadsPerProcess: Math.floor(cores / processes), tokenBudget }));
}

function fastest<Measured extends { rate: number }>(rates: readonly Measured[]): Measured {
  const [best] = [...rates].sort((a, b) => b.rate - a.rate);
  if (!best) throw new Error('no layout was measured');
  return best;
}

/** Tokens a second by the clock: threads that wait for each other cost time and no work. */
async function rateOf(options: ResolvedEngineOptions, texts: readonly string[]): Promise<number> {
  const pool = await EnginePool.start(options);
  try {
    await scoreWith(pool, texts.slice(0, options.processes * 2), options);
    const start = performance.now();
    const results = await scoreWith(pool, texts, options);
    const tokens = results.reduce((total, result) => total + (result.status === 'scored' ? result.tokensRead : 0), 0);
    return tokens / ((performance.now() - start) / 1000);
  } finally {
    await pool.close();
  }
}

function scoreWith(pool: EnginePool, texts: readonly string[], { maxTokens }: ResolvedEngineOptions) {
  const { call, done } = openCall<TextResult>({
    textCount: texts.length,
    message: (chunk, part) => ({
      type: 'score',
      chunk,
      texts: part,
      options: { maxTokens: Math.min(maxTokens, pool.description.maxTokens) },
    }),
    read: (answer) => (answer.type === 'scored' ? answer.results : null),
    failed: (failure) => failure,
  });
  pool.add(cutIntoChunks(texts, call));
  return done;
}

async function readKept(file: string): Promise<Layout | null> {
  try {
    return measuredLayout.parse(JSON.parse(await readFile(file, 'utf8'))).chosen;
  } catch {
    return null;
  }
}

function fileOf({ revision }: ModelFolder, { precision, provider, cacheFolder }: ResolvedEngineOptions): string {
  const cores = String(os.availableParallelism());
  const key = hashParts({ revision, precision, provider, cores, ...describeMachine() });
  return path.join(cacheFolder, '..', 'layouts', `${key.slice(0, 32)}.json`);
}
