import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cachedGraph } from '@/inference/graph/graph-cache';
import { openModelFolder } from '@/inference/model/model-folder';
import { ModelSession } from '@/inference/session/session';
import { writeRandomModel } from '@/inference/testing/random-model';
import { seededIds } from '@/inference/testing/random-numbers';

/**
 * ModernBERT-base with random weights, in a folder named on the command line: time and memory of the conversion, and
 * tokens a second by length. The second run in the same folder measures without the conversion.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { threads: { type: 'string', default: '1' }, lengths: { type: 'string', default: '256,512,1024,4096' } },
});
const [folder] = positionals;
if (!folder) throw new Error('name a folder to write the random model to, about 1.2 GB');

const fixtures = fileURLToPath(new URL('../inference/fixtures/modernbert', import.meta.url));
const modelFolder = path.join(folder, 'model');
const opened = await openModelFolder(modelFolder).catch(() => null);
if (!opened) {
  const config: Record<string, unknown> = JSON.parse(await readFile(path.join(fixtures, 'config.json'), 'utf8'));
  await writeRandomModel(modelFolder, config, path.join(fixtures, 'tokenizer.json'), 1);
}

const model = opened ?? (await openModelFolder(modelFolder));
const graphPath = await timed('graph, built or found', () => cachedGraph(model, 'fp32', path.join(folder, 'cache')));
const settings = { graphPath, provider: 'cpu', threads: Number(values.threads), maxTokens: 8192 } as const;
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
