import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { cachedGraphs } from '@/inference/graph/graph-cache';
import { PRECISIONS } from '@/inference/results';
import { ModelSession } from '@/inference/session/session';
import { seededIds } from '@/inference/testing/random-numbers';
import { openRandomBase } from './random-base-model';

/**
 * ModernBERT-base with random weights against what transformers made of the same weights, alone and with a stranger in
 * the batch. Ends with 1 when an fp32 score is off by more than 1e-3. Too large for the tests: 1.2 GB of disk, minutes.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    precision: { type: 'string', default: 'fp32' },
    threads: { type: 'string', default: '1' },
    longest: { type: 'string', default: '8192' },
  },
});
const FIXTURE = new URL('../inference/fixtures/parity/base-size.json', import.meta.url);
const fixture = z.object({ scores: z.array(z.object({ length: z.number(), score: z.number() })) });
const LARGEST_DIFFERENCE = 1e-3;
/** Two texts at once beyond this would need several times the memory and say nothing new. */
const LONGEST_PAIR = 1024;

const precision = z.enum(PRECISIONS).parse(values.precision);
const { scores } = fixture.parse(JSON.parse(await readFile(FIXTURE, 'utf8')));
const [folder = ''] = positionals;
const model = await openRandomBase(folder);
const session = await ModelSession.open(model.config, {
  graphFolder: await cachedGraphs(model, precision, path.join(folder, 'cache')),
  provider: 'cpu',
  threads: Number(values.threads),
  maxTokens: 8192,
});
let largest = 0;
for (const { length, score } of scores.filter((row) => row.length <= Number(values.longest))) {
  const text = idsOf(length, length);
  const [alone = Number.NaN] = await session.run([text]);
  const pair = length > LONGEST_PAIR ? [] : await session.run([idsOf(length, length + 1), text]);
  const differences = [alone, ...pair.slice(1)].map((own) => Math.abs(own - score));
  largest = Math.max(largest, ...differences);
  console.log(
    `${length} tokens: ${differences.map((difference) => difference.toExponential(1)).join(', beside another ')}`,
  );
}
await session.close();
console.log(`${precision}: largest difference ${largest.toExponential(1)}`);
// Not "larger than": NaN must fail too.
if (precision === 'fp32' && !(largest <= LARGEST_DIFFERENCE)) process.exitCode = 1;

function idsOf(length: number, seed: number): Int32Array {
  return seededIds(length, model.config.vocabSize, seed);
}
