import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { layOutBlocks } from '@/inference/batches/block-layout';
import { planBatches } from '@/inference/batches/plan-batches';
import { cutText } from '@/inference/batches/windows';
import { startEngine } from '@/inference/engine';
import { engineOptionsFrom } from '@/inference/engine-options';
import { cachedGraphs } from '@/inference/graph/graph-cache';
import { openModelFolder } from '@/inference/model/model-folder';
import { ModelSession } from '@/inference/session/session';
import { Tokenizer } from '@/inference/tokenizer/tokenizer';
import { settleEngineOptions } from '@/inference/tuning/settle-options';

/** How fast texts are tokenised and scored here, by number of processes and threads, and how much of it is padding. */
const SAMPLES = fileURLToPath(new URL('../samples/mixed-2000.jsonl', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    limit: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '2' },
    layouts: { type: 'string', default: '1x1,1x2,2x1' },
  },
});

const options = await settleEngineOptions({
  ...engineOptionsFrom(process.env),
  ...(values.model && { modelFolder: values.model }),
});
const texts = await readTexts(positionals[0] ?? SAMPLES, Number(values.limit));
const model = await openModelFolder(options.modelFolder);
const tokenizer = await Tokenizer.load(path.join(model.path, 'tokenizer.json'), model.config.vocabSize);

console.log(
  `${model.modelId}; node ${process.version}; ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores; load ${os.loadavg()[0]?.toFixed(1)}`,
);
const ids = await measureTokenising();
reportPadding(ids);
await measureSession(ids);
// Rounds interleave the layouts: on a shared machine neighbours in time are comparable, first and last may not be.
for (let round = 1; round <= Number(values.rounds); round++) {
  for (const layout of values.layouts.split(',')) await measureEngine(layout, round);
}

async function readTexts(file: string, limit: number): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n').slice(0, limit);
  return lines.map((line) => z.looseObject({ text: z.string() }).parse(JSON.parse(line)).text);
}

async function measureTokenising(): Promise<Int32Array[]> {
  await tokenizer.encodeAll(texts.slice(0, 10));
  const start = performance.now();
  const encoded = await tokenizer.encodeAll(texts);
  const seconds = (performance.now() - start) / 1000;
  const tokens = encoded.reduce((total, text) => total + text.length, 0);
  console.log(`tokenise           ${rate(tokens, seconds)} tokens/s (${texts.length} texts, ${tokens} tokens)`);
  return encoded;
}

/** Rows are never padded; the last block of a text repeats rows to fill up, which only local attention computes. */
function reportPadding(encoded: readonly Int32Array[]): void {
  const frame = { cls: model.config.clsTokenId, sep: model.config.sepTokenId };
  const lengths = encoded.map((text) => cutText(text, options.maxTokens, frame).tokensRead);
  let rows = 0;
  let slots = 0;
  const batches = planBatches(lengths, options.tokenBudget);
  for (const { length, indices } of batches) {
    const layout = layOutBlocks(indices.length, length, model.config.localReach);
    rows += indices.length * length;
    slots += layout.blockCount * layout.queriesPerBlock;
  }
  const share = (100 * (slots - rows)) / slots;
  console.log(
    `padding            0 % of rows, ${share.toFixed(2)} % of local attention's queries; ${batches.length} batches`,
  );
}

/** The bare session on one thread. Its tokens a CPU second hold on a busy machine, where time on the clock does not. */
async function measureSession(encoded: readonly Int32Array[]): Promise<void> {
  const frame = { cls: model.config.clsTokenId, sep: model.config.sepTokenId };
  const windows = encoded.flatMap((text) => cutText(text, options.maxTokens, frame).windows);
  const graphFolder = await cachedGraphs(model, options.precision, options.cacheFolder);
  const session = await ModelSession.open(model.config, {
    graphFolder,
    provider: 'cpu',
    threads: 1,
    maxTokens: options.maxTokens,
  });
  for (const window of windows.slice(0, 5)) await session.run([window]);
  const [start, cpuBefore] = [performance.now(), process.cpuUsage()];
  for (const batch of planBatches(
    windows.map((window) => window.length),
    options.tokenBudget,
  )) {
    await session.run(batch.indices.map((index) => windows[index] ?? new Int32Array()));
  }
  const cpu = process.cpuUsage(cpuBefore);
  const tokens = windows.reduce((total, window) => total + window.length, 0);
  const clockRate = rate(tokens, (performance.now() - start) / 1000);
  console.log(
    `bare session of 1  ${clockRate} tokens/s, ${rate(tokens, (cpu.user + cpu.system) / 1e6)} tokens a CPU second`,
  );
  await session.close();
}

async function measureEngine(layout: string, round: number): Promise<void> {
  const [processes = 1, threadsPerProcess = 1] = layout.split('x').map(Number);
  const engine = await startEngine({ ...options, processes, threadsPerProcess });
  try {
    await engine.score(texts.slice(0, 2 * processes));
    const start = performance.now();
    const results = await engine.score(texts);
    const seconds = (performance.now() - start) / 1000;
    const tokens = results.reduce((total, result) => total + (result.status === 'scored' ? result.tokensRead : 0), 0);
    const name = `${processes} process${processes > 1 ? 'es' : ''} of ${threadsPerProcess}`;
    console.log(
      `engine ${name.padEnd(16)} ${rate(tokens, seconds)} tokens/s (round ${round}, ${seconds.toFixed(1)} s, load ${os.loadavg()[0]?.toFixed(1)})`,
    );
  } finally {
    await engine.close();
  }
}

function rate(tokens: number, seconds: number): string {
  return String(Math.round(tokens / seconds)).padStart(7);
}
