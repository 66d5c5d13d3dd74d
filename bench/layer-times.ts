import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { planBatches } from '@/inference/batches/plan-batches';
import { cutText } from '@/inference/batches/windows';
import { startEngine } from '@/inference/engine';
import { cachedGraphs } from '@/inference/graph/graph-cache';
import { openModelFolder } from '@/inference/model/model-folder';
import { PRECISIONS, type Precision } from '@/inference/results';
import { ModelSession } from '@/inference/session/session';
import { seededIds } from '@/inference/testing/random-numbers';
import { Tokenizer } from '@/inference/tokenizer/tokenizer';
import { KERNEL_KINDS, readKernelTimes } from './kernel-times';
import { productCeiling, productsPerToken } from './product-ceiling';
import { openRandomBase } from './random-base-model';
import { textsOfLength } from './sample-texts';

/**
 * Where the time goes: tokenising, waiting and computing of real texts, the computing by kind of kernel (ONNX Runtime's
 * own profile), and how far products and whole run are from what the product kernel reaches here with nothing beside it.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    lengths: { type: 'string', default: '512,4096' },
    precisions: { type: 'string', default: 'fp32,int8' },
    tokens: { type: 'string', default: '16384' },
    runs: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '2' },
    threads: { type: 'string', default: '1' },
    budget: { type: 'string', default: '256' },
  },
});
const [folder = 'data/bench'] = positionals;
const model = values.model ? await openModelFolder(values.model) : await openRandomBase(folder);
const tokenizer = await Tokenizer.load(path.join(model.path, 'tokenizer.json'), model.config.vocabSize);
const cacheFolder = path.join(folder, 'cache');
/** Stated, because the engine would else measure one, and both sides must compute the same batches. */
const TOKEN_BUDGET = Number(values.budget);
const [threads, runs] = [Number(values.threads), Number(values.runs)];

console.log(
  `${model.modelId}; node ${process.version}; ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores; ${threads} thread(s)`,
);
for (const precision of z.array(z.enum(PRECISIONS)).parse(values.precisions.split(','))) {
  for (const length of values.lengths.split(',').map(Number)) {
    console.log(`\n${precision}, ${length} tokens; load ${os.loadavg()[0]?.toFixed(1)}`);
    await reportStages(precision, length);
    await reportKernels(precision, length);
  }
}

/**
 * The engine's one process tokenises beside its computing; what its time has above the bare session's is waiting. The
 * best round of each: what disturbs a run only ever slows it.
 */
async function reportStages(precision: Precision, length: number): Promise<void> {
  const count = Math.max(4, Math.round(Number(values.tokens) / length));
  const texts = await textsOfLength(length, count, async (samples) =>
    (await tokenizer.encodeAll(samples)).map((ids) => ids.length + 2),
  );
  const engine = await startEngine({
    ...{ modelFolder: model.path, cacheFolder, provider: 'cpu', precision },
    ...{ processes: 1, threadsPerProcess: threads, tokenBudget: TOKEN_BUDGET },
  });
  const session = await openSession(precision, length);
  try {
    await engine.score(texts.slice(0, 1), { maxTokens: length });
    await computeBare(session, [seededIds(length, model.config.vocabSize, length)], length);
    const ids = await tokenizer.encodeAll(texts);
    const stages = { tokenising: Infinity, bare: Infinity, whole: Infinity };
    for (let round = 1; round <= Number(values.rounds); round++) {
      stages.tokenising = Math.min(stages.tokenising, await secondsOf(() => tokenizer.encodeAll(texts)));
      stages.bare = Math.min(stages.bare, await secondsOf(() => computeBare(session, ids, length)));
      stages.whole = Math.min(stages.whole, await secondsOf(() => engine.score(texts, { maxTokens: length })));
    }
    const { tokenising, bare, whole } = stages;
    const rate = (seconds: number) => `${Math.round((count * length) / seconds)} tokens/s`;
    console.log(
      `${count} texts: tokenising alone ${rate(tokenising)}; computing alone ${rate(bare)}; engine ${rate(whole)}, of which ${percent(whole - bare, whole)} waits`,
    );
  } finally {
    await session.close();
    await engine.close();
  }
}

async function computeBare(session: ModelSession, ids: readonly Int32Array[], length: number): Promise<void> {
  const frame = { cls: model.config.clsTokenId, sep: model.config.sepTokenId };
  const windows = ids.flatMap((text) => cutText(text, length, frame).windows);
  const lengths = windows.map((window) => window.length);
  for (const { indices } of planBatches(lengths, TOKEN_BUDGET)) {
    await session.run(indices.map((index) => windows[index] ?? new Int32Array()));
  }
}

async function reportKernels(precision: Precision, length: number): Promise<void> {
  const profiles = await mkdtemp(path.join(os.tmpdir(), 'winnow-profile-'));
  try {
    const before = await productCeiling(model, precision, length, { threads, runs });
    const prefix = path.join(profiles, 'profile');
    const session = await openSession(precision, length, prefix);
    const text = seededIds(length, model.config.vocabSize, length);
    for (let run = 0; run <= runs; run++) await session.run([text]);
    await session.close();
    const { byKind, runMs } = await readKernelTimes(prefix);
    const ceiling = Math.max(before, await productCeiling(model, precision, length, { threads, runs }));
    for (const kind of KERNEL_KINDS) {
      const ms = byKind.get(kind) ?? 0;
      if (ms > 0.05)
        console.log(`${kind.padEnd(18)} ${ms.toFixed(1).padStart(8)} ms ${percent(ms, runMs).padStart(6)}`);
    }
    const products = length * productsPerToken(model.config);
    const reached = products / ((byKind.get('products') ?? Number.NaN) / 1000);
    const whole = products / (runMs / 1000);
    console.log(
      `one run            ${runMs.toFixed(1).padStart(8)} ms, ${Math.round((length / runMs) * 1000)} tokens/s`,
    );
    console.log(
      `product kernel alone ${giga(ceiling)}; products in the run ${giga(reached)} (${percent(reached, ceiling)}), whole run ${giga(whole)} (${percent(whole, ceiling)})`,
    );
  } finally {
    await rm(profiles, { recursive: true });
  }
}

async function openSession(precision: Precision, maxTokens: number, profilePrefix?: string): Promise<ModelSession> {
  const graphFolder = await cachedGraphs(model, precision, cacheFolder);
  const options = { graphFolder, provider: 'cpu', threads, maxTokens } as const;
  return ModelSession.open(model.config, profilePrefix ? { ...options, profilePrefix } : options);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

function giga(rate: number): string {
  return `${(rate / 1e9).toFixed(1)} GMAC/s`;
}
