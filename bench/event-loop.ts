import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startEngine } from '@/inference/engine';
import { engineOptionsFrom } from '@/inference/engine-options';

/**
 * How long the caller's event loop stands still while texts are scored: median, 99th percentile and longest delay, idle
 * and scoring in one run. Aim: never above 50 ms. Run: npx tsx bench/event-loop.ts [--repeat 8] [--limit 300]
 */
const SAMPLES = fileURLToPath(new URL('../samples/mixed-2000.jsonl', import.meta.url));
const RESOLUTION_MS = 1;
const { values } = parseArgs({
  options: {
    /** Each text so many times over, for long ones. */
    repeat: { type: 'string', default: '8' },
    limit: { type: 'string', default: '300' },
    idle: { type: 'string', default: '3000' },
  },
});

const texts = await readTexts(Number(values.limit), Number(values.repeat));
const engine = await startEngine(engineOptionsFrom(process.env));
const { modelId, processes, threadsPerProcess } = engine.describe();
console.log(
  `${modelId}; node ${process.version}; ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, ${processes} x ${threadsPerProcess}; load ${os.loadavg()[0]?.toFixed(1)}`,
);
await measure('idle', () => new Promise((resolve) => setTimeout(resolve, Number(values.idle))));
await measure(`${texts.length} texts, ${texts.join('').length} characters`, () => engine.score(texts));
await measure('one text of 5 MB', () => engine.score(['Metformin lowers glucose. '.repeat(200_000)]));
await engine.close();

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const start = performance.now();
  await work();
  delay.disable();
  const [median, p99, longest] = [delay.percentile(50), delay.percentile(99), delay.max].map(
    // The histogram holds whole turns of its timer, of which the resolution is the part nobody waited.
    (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS).toFixed(1),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name}: stands still ${median} ms median, ${p99} ms p99, ${longest} ms at most, in ${seconds} s`);
}

async function readTexts(limit: number, repeat: number): Promise<string[]> {
  const lines = (await readFile(SAMPLES, 'utf8')).trim().split('\n').slice(0, limit);
  return lines.map((line) => `${z.looseObject({ text: z.string() }).parse(JSON.parse(line)).text}\n`.repeat(repeat));
}
