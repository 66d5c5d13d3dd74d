import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { planBatches } from '@/inference/batches/plan-batches';
import { cutText } from '@/inference/batches/windows';
import { engineOptionsFrom } from '@/inference/engine-options';
import { cachedGraphs } from '@/inference/graph/graph-cache';
import { openModelFolder } from '@/inference/model/model-folder';
import { PRECISIONS } from '@/inference/results';
import { ModelSession } from '@/inference/session/session';
import { Tokenizer } from '@/inference/tokenizer/tokenizer';
import { settleEngineOptions } from '@/inference/tuning/settle-options';

/**
 * `winnow score` end to end, file to file, beside the bare session that is given ready-made tokens of the same texts,
 * longest first: tokens a second of the command by its own clock, which starts when the model is loaded, over those of
 * the session. One process of as many threads on both sides, taking turns. Aim: 0.90 and more.
 * Run: npx tsx bench/score-command.ts [--model <folder>] [--limit 300] [--rounds 3] [--threads 1] [--precision fp32]
 */
const SAMPLES = fileURLToPath(new URL('../samples/mixed-2000.jsonl', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../scripts/winnow.mjs', import.meta.url));
const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    limit: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1' },
    precision: { type: 'string', default: 'fp32' },
  },
});

const threads = Number(values.threads);
const options = await settleEngineOptions({
  ...engineOptionsFrom(process.env),
  ...(values.model && { modelFolder: values.model }),
  precision: z.enum(PRECISIONS).parse(values.precision),
  provider: 'cpu',
  processes: 1,
  threadsPerProcess: threads,
});
const model = await openModelFolder(options.modelFolder);
const folder = await mkdtemp(path.join(tmpdir(), 'winnow-bench-'));
try {
  const lines = (await readFile(SAMPLES, 'utf8')).trim().split('\n').slice(0, Number(values.limit));
  const windows = await tokenise(lines);
  const session = await openSession();
  console.log(
    `${model.modelId}, ${options.precision}; node ${process.version}; ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, ${threads} thread(s); load ${os.loadavg()[0]?.toFixed(1)}`,
  );
  await bareRate(session, windows.slice(0, 20));
  const ratios: number[] = [];
  for (let round = 1; round <= Number(values.rounds); round++) {
    const [before, command, after] = [
      await bareRate(session, windows),
      await commandRate(lines),
      await bareRate(session, windows),
    ];
    ratios.push((2 * command) / (before + after));
    const [first, own, second] = [before, command, after].map(Math.round);
    console.log(
      `round ${round}: session ${first}, command ${own}, session ${second} tokens/s; load ${os.loadavg()[0]?.toFixed(1)}`,
    );
  }
  await session.close();
  const median = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)];
  console.log(`command over session, median of ${ratios.length} rounds: ${median?.toFixed(3)}`);
} finally {
  await rm(folder, { recursive: true });
}

async function tokenise(rows: readonly string[]): Promise<Int32Array[]> {
  const texts = rows.map((line) => z.looseObject({ text: z.string() }).parse(JSON.parse(line)).text);
  const tokenizer = await Tokenizer.load(path.join(model.path, 'tokenizer.json'), model.config.vocabSize);
  const frame = { cls: model.config.clsTokenId, sep: model.config.sepTokenId };
  return (await tokenizer.encodeAll(texts)).flatMap((ids) => cutText(ids, options.maxTokens, frame).windows);
}

async function openSession(): Promise<ModelSession> {
  const graphFolder = await cachedGraphs(model, options.precision, options.cacheFolder);
  return ModelSession.open(model.config, { graphFolder, provider: 'cpu', threads, maxTokens: options.maxTokens });
}

async function bareRate(session: ModelSession, windows: readonly Int32Array[]): Promise<number> {
  const lengths = windows.map((window) => window.length);
  const start = performance.now();
  for (const { indices } of planBatches(lengths, options.tokenBudget)) {
    await session.run(indices.map((index) => windows[index] ?? new Int32Array()));
  }
  const tokens = lengths.reduce((total, length) => total + length, 0);
  return tokens / ((performance.now() - start) / 1000);
}

/** The last line of the command's progress says tokens a second from the loaded model to the last written line. */
async function commandRate(rows: readonly string[]): Promise<number> {
  const [input, output] = [path.join(folder, 'texts.jsonl'), path.join(folder, 'scores.jsonl')];
  await writeFile(input, rows.map((row) => `${row}\n`).join(''));
  const args = ['score', input, '--output', output, '--force', '--processes', '1', '--threads', values.threads];
  const own = ['--model', options.modelFolder, '--precision', options.precision, '--provider', 'cpu'];
  const child = spawn(process.execPath, [PROGRAM, ...args, ...own], { stdio: ['ignore', 'ignore', 'pipe'] });
  let report = '';
  child.stderr.on('data', (text) => {
    report += text;
  });
  const [code] = await once(child, 'close');
  const rate = [...report.matchAll(/(\d+) tokens\/s/g)].at(-1)?.[1];
  if (code !== 0 || !rate) throw new Error(`winnow score ended with ${code}: ${report}`);
  return Number(rate);
}
