import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { cachedGraphs } from '@/inference/graph/graph-cache';
import { PRECISIONS } from '@/inference/results';
import { ModelSession } from '@/inference/session/session';
import { seededIds } from '@/inference/testing/random-numbers';
import { openRandomBase } from './random-base-model';

/**
 * ModernBERT-base with random weights, in a folder named on the command line: time and memory of the conversion, and
 * tokens a second by length. The second run in the same folder measures without the conversion.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    precision: { type: 'string', default: 'fp32' },
    threads: { type: 'string', default: '1' },
    lengths: { type: 'string', default: '256,512,1024,4096' },
  },
});
const [folder = ''] = positionals;
const precision = z.enum(PRECISIONS).parse(values.precision);
const model = await openRandomBase(folder);
const graphFolder = await timed('graph, built or found', () =>
  cachedGraphs(model, precision, path.join(folder, 'cache')),
);
const settings = { graphFolder, provider: 'cpu', threads: Number(values.threads), maxTokens: 8192 } as const;
const session = await timed('session', () => ModelSession.open(model.config, settings));
for (const length of values.lengths.split(',').map(Number)) {
  const windows = [seededIds(length, model.config.vocabSize, length)];
  await session.run(windows);
  const [start, cpuBefore] = [performance.now(), process.cpuUsage()];
  const [score] = await session.run(windows);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  // On a shared machine only the rate by CPU time can be compared between runs.
  const rates = `${Math.round(length / seconds)} tokens/s, ${Math.round(length / ((user + system) / 1e6))} a CPU second`;
  console.log(`${length} tokens: ${rates} on ${values.threads} thread(s), score ${score}`);
}
console.log(`peak memory ${peakMegabytes()} MB`);
await session.close();

async function timed<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  const start = performance.now();
  const value = await work();
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s, peak memory ${peakMegabytes()} MB`);
  return value;
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
