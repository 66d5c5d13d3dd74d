import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Engine, startEngine } from '@/inference/engine';
import { PRECISIONS } from '@/inference/results';
import { scoredOnly } from '@/inference/testing/scored-only';
import { openRandomBase } from './random-base-model';
import { textsOfLength } from './sample-texts';

/**
 * The engine beside the snippet of a model's card, on the same texts in the same run, taking turns. The snippet is a
 * program of the reader's own (docs/inference.md gives its protocol), so that no Python is part of this project.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    snippet: { type: 'string' },
    model: { type: 'string' },
    lengths: { type: 'string', default: '256,512,4096' },
    precisions: { type: 'string', default: PRECISIONS.filter((precision) => precision !== 'fp16').join() },
    tokens: { type: 'string', default: '16384' },
    rounds: { type: 'string', default: '2' },
    threads: { type: 'string', default: '2' },
    batch: { type: 'string', default: '8' },
    /** processes x threads x token budget; what first use measured, unless stated. */
    layout: { type: 'string' },
  },
});
const { python, snippet: snippetFile } = values;
if (!python || !snippetFile) throw new Error('name --python <path of python> and --snippet <its script>');
const [folder = 'data/bench'] = positionals;
const layout = values.layout ? readLayout(values.layout) : {};
const modelFolder = values.model ?? (await openRandomBase(folder)).path;
/** Fewer texts than this and the last chunks of a call leave processes idle, which no collection does. */
const FEWEST_TEXTS = 8;
const ENGINE_REPEATS = 4;

interface Measured {
  readonly scores: readonly number[];
  readonly tokensPerSecond: number;
  readonly tokensPerCpuSecond: number;
}
type Contestant = (texts: readonly string[], length: number) => Promise<Measured>;

const answer = z.object({ scores: z.array(z.number()), seconds: z.number() });
const child = startSnippet(python, [snippetFile, modelFolder, values.threads]);
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
const engines = new Map<string, Engine>();
try {
  console.log(
    `${modelFolder}; node ${process.version}; ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores; load ${os.loadavg()[0]?.toFixed(1)}`,
  );
  console.log(`snippet: ${await nextLine()}, ${values.threads} threads`);
  const contestants = await startContestants();
  for (const length of values.lengths.split(',').map(Number)) await compare(contestants, length);
} finally {
  await Promise.all([...engines.values()].map((engine) => engine.close()));
  child.stdin.end();
  if (child.exitCode === null) await once(child, 'exit');
}

async function startContestants(): Promise<Map<string, Contestant>> {
  const contestants = new Map<string, Contestant>([
    ['snippet, one at a time', (texts, length) => runSnippet(texts, length, 1)],
    [`snippet, batches of ${values.batch}`, (texts, length) => runSnippet(texts, length, Number(values.batch))],
  ]);
  for (const precision of z.array(z.enum(PRECISIONS)).parse(values.precisions.split(','))) {
    const engine = await startEngine({
      modelFolder,
      cacheFolder: path.join(folder, 'cache'),
      provider: 'cpu',
      precision,
      ...layout,
    });
    engines.set(precision, engine);
    const { processes, threadsPerProcess } = engine.describe();
    contestants.set(`engine, ${precision}, ${processes} x ${threadsPerProcess}`, (texts, length) =>
      runEngine(engine, texts, length),
    );
  }
  return contestants;
}

/** Rounds interleave everybody: on a shared machine neighbours in time are comparable, first and last may not be. */
async function compare(contestants: ReadonlyMap<string, Contestant>, length: number): Promise<void> {
  const count = Math.max(FEWEST_TEXTS, Math.round(Number(values.tokens) / length));
  const [engine] = engines.values();
  if (!engine) throw new Error('name at least one precision');
  const texts = await textsOfLength(length, count, (samples) => engine.countTokens(samples));
  const runs = new Map<string, Measured[]>([...contestants.keys()].map((name) => [name, []]));
  for (const contestant of contestants.values()) await contestant(texts.slice(0, 2), length);
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const [name, contestant] of contestants) runs.get(name)?.push(await contestant(texts, length));
  }
  console.log(`\n${count} texts of ${length} tokens, ${values.rounds} rounds; load ${os.loadavg()[0]?.toFixed(1)}`);
  report(runs);
}

function report(runs: ReadonlyMap<string, readonly Measured[]>): void {
  const [single = [], batched = []] = [...runs.values()];
  const reference = single[0]?.scores ?? [];
  for (const [name, measured] of runs) {
    const best = bestOf(measured, 'tokensPerSecond');
    const cpu = bestOf(measured, 'tokensPerCpuSecond');
    const ratios = [single, batched].map((other) => [
      (best / bestOf(other, 'tokensPerSecond')).toFixed(2),
      (cpu / bestOf(other, 'tokensPerCpuSecond')).toFixed(2),
    ]);
    const difference = Math.max(
      ...measured.flatMap(({ scores }) => scores.map((score, i) => Math.abs(score - (reference[i] ?? Number.NaN)))),
    );
    console.log(
      `${name.padEnd(24)} ${best.toFixed(0).padStart(6)} tokens/s, ${cpu.toFixed(0).padStart(5)} a CPU second; ratio to one at a time ${ratios[0]?.join(' and ')}, to batches ${ratios[1]?.join(' and ')}; scores differ by ${difference.toExponential(1)}`,
    );
  }
}

/** The best round of each: what disturbs a run only ever slows it. */
function bestOf(measured: readonly Measured[], rate: 'tokensPerSecond' | 'tokensPerCpuSecond'): number {
  return Math.max(...measured.map((run) => run[rate]));
}

async function runSnippet(texts: readonly string[], length: number, batchSize: number): Promise<Measured> {
  const cpuBefore = await cpuSeconds([child.pid ?? 0]);
  child.stdin.write(`${JSON.stringify({ texts, maxTokens: length, batchSize })}\n`);
  const { scores, seconds } = answer.parse(JSON.parse(await nextLine()));
  const cpu = (await cpuSeconds([child.pid ?? 0])) - cpuBefore;
  const tokens = texts.length * length;
  return { scores, tokensPerSecond: tokens / seconds, tokensPerCpuSecond: tokens / cpu };
}

async function runEngine(engine: Engine, texts: readonly string[], length: number): Promise<Measured> {
  const repeated = Array.from({ length: ENGINE_REPEATS }, () => texts).flat();
  const cpuBefore = await cpuSeconds(engine.processIds());
  const start = performance.now();
  const results = scoredOnly(await engine.score(repeated, { maxTokens: length }));
  const seconds = (performance.now() - start) / 1000;
  const cpu = (await cpuSeconds(engine.processIds())) - cpuBefore;
  const tokens = results.reduce((total, result) => total + result.tokensRead, 0);
  if (tokens !== repeated.length * length) throw new Error(`${tokens} tokens were read of texts cut to ${length}`);
  const scores = results.slice(0, texts.length).map((result) => result.score);
  return { scores, tokensPerSecond: tokens / seconds, tokensPerCpuSecond: tokens / cpu };
}

function readLayout(text: string) {
  const [processes = 0, threadsPerProcess = 0, tokenBudget = 0] = text.split('x').map(Number);
  return { processes, threadsPerProcess, tokenBudget };
}

function startSnippet(command: string, parameters: readonly string[]): ChildProcessByStdio<Writable, Readable, null> {
  return spawn(command, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
}

async function nextLine(): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error('the snippet ended before it answered');
  return value;
}

/** User and system time of other processes so far, in seconds, from Linux's /proc; NaN elsewhere. */
async function cpuSeconds(processIds: readonly number[]): Promise<number> {
  const TICKS_A_SECOND = 100;
  let ticks = 0;
  for (const id of processIds) {
    const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    // The second field is a name in brackets that may hold anything; utime and stime are the 14th and 15th.
    const [user = Number.NaN, system = Number.NaN] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    ticks += user + system;
  }
  return ticks / TICKS_A_SECOND;
}
