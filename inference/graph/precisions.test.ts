import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelFolder } from '../model/model-folder';
import type { Precision } from '../results';
import { ModelSession } from '../session/session';
import { largestDifference, readParityCases, writeParityModel } from '../testing/parity-cases';
import { seededIds } from '../testing/random-numbers';
import { cachedGraphs } from './graph-cache';

/** Activation ranges are taken from real texts, whose ids the starter's tokenizer makes. */
const VOCABULARY = 16_384;
const LENGTHS = [1, 2, 65, 129, 300];
/**
 * Scores of these models lie between about -3 and 3. Eight bits round away some hundredths where 16 to 48 values
 * make a row; anything computed wrongly is off by more.
 */
const BOUNDS: readonly [Precision, number][] = [
  ['fp16', 0.005],
  ['int8', 0.1],
  ['int8-smooth', 0.1],
  ['int8-mixed', 0.1],
  ['int8-blocks', 0.1],
];

describe.each(await readParityCases())('against fp32: $name', ({ config, dtype, seed }) => {
  let folder: string;
  let model: ModelFolder;
  const texts = LENGTHS.map((length) => seededIds(length, VOCABULARY, seed * 1000 + length));
  let reference: Float32Array[];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-precisions-'));
    model = await writeParityModel(folder, { config: { ...config, vocab_size: VOCABULARY }, seed, dtype });
    reference = await computeAll('fp32', 1);
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(BOUNDS.flatMap(([precision, bound]) => [1, 2].map((threads) => ({ precision, bound, threads }))))(
    '$precision is off by less than $bound in $threads thread(s)',
    async ({ precision, bound, threads }) => {
      const own = await computeAll(precision, threads);
      const differences = own.map((logits, index) => largestDifference(logits, reference[index] ?? []));
      expect(Math.max(...differences)).toBeLessThan(bound);
      // The same numbers to the last digit would mean that the precision is not what it is called.
      expect(Math.max(...differences)).toBeGreaterThan(1e-6);
    },
  );

  async function computeAll(precision: Precision, threads: number): Promise<Float32Array[]> {
    const graphFolder = await cachedGraphs(model, precision, path.join(folder, 'cache'));
    const options = { graphFolder, provider: 'cpu', threads, maxTokens: Math.max(...LENGTHS) } as const;
    const session = await ModelSession.open(model.config, options);
    try {
      const all: Float32Array[] = [];
      for (const text of texts) all.push(await session.run([text]));
      return all;
    } finally {
      await session.close();
    }
  }
});
