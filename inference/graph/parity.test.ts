import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { planBatches } from '../batches/plan-batches';
import { readModelConfig } from '../model/config';
import type { ModelFolder } from '../model/model-folder';
import { readSafetensors } from '../model/safetensors';
import { ModelSession } from '../session/session';
import { writeRandomModel } from '../testing/random-model';
import { seededIds, seededRandom } from '../testing/random-numbers';
import { cachedGraph } from './graph-cache';

const fixture = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      seed: z.number(),
      dtype: z.enum(['F32', 'F16', 'BF16']),
      config: z.looseObject({ vocab_size: z.number() }),
      scores: z.array(z.object({ length: z.number(), logits: z.array(z.number()) })),
    }),
  ),
});

const { cases } = fixture.parse(
  JSON.parse(await readFile(new URL('../fixtures/parity/transformers-5.23.json', import.meta.url), 'utf8')),
);
const MAX_TOKENS = 8192;

describe.each(cases)('fp32 against transformers in float64: $name', ({ config, dtype, seed, scores }) => {
  let folder: string;
  let session: ModelSession;
  const texts = scores.map(({ length }) => seededIds(length, config.vocab_size, seed * 10_000 + length));

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-parity-'));
    await writeRandomModel(folder, config, 'models/starter/tokenizer.json', seed, dtype);
    const model = await openAnyLabels(folder);
    const graphPath = await cachedGraph(model, 'fp32', path.join(folder, 'cache'));
    session = await ModelSession.open(model.config, { graphPath, provider: 'cpu', threads: 1, maxTokens: MAX_TOKENS });
  });

  afterAll(async () => {
    await session.close();
    await rm(folder, { recursive: true });
  });

  it.each(scores.map((score, index) => ({ ...score, index })))(
    'agrees at $length tokens within 1e-4',
    async ({ index, logits }) => {
      const own = await session.run([texts[index] ?? new Int32Array()]);
      expect(largestDifference(own, logits)).toBeLessThan(1e-4);
    },
  );

  it('agrees within 1e-4 in batches, mixed with other texts of every length', async () => {
    const random = seededRandom(seed);
    const strangers = texts.map((text) => seededIds(text.length, config.vocab_size, 77));
    const company = [...strangers, ...texts, ...texts]
      .filter((text) => text.length < MAX_TOKENS)
      .map((text) => ({ text, order: random() }))
      .sort((a, b) => a.order - b.order)
      .map(({ text }) => text);
    for (const { indices } of planBatches(
      company.map((text) => text.length),
      MAX_TOKENS,
    )) {
      const batch = indices.map((index) => company[index] ?? new Int32Array());
      const own = await session.run(batch);
      const labelCount = own.length / batch.length;
      batch.forEach((text, row) => {
        const known = scores[texts.indexOf(text)];
        if (!known) return;
        const mine = own.subarray(row * labelCount, (row + 1) * labelCount);
        expect(largestDifference(mine, known.logits), `${text.length} tokens`).toBeLessThan(1e-4);
      });
    }
  });
});

/** openModelFolder refuses more outputs than one, which no score can be; the graph computes them all the same. */
async function openAnyLabels(folder: string): Promise<ModelFolder> {
  const config = await readModelConfig(path.join(folder, 'config.json'));
  const weights = await readSafetensors(path.join(folder, 'model.safetensors'));
  const fileHashes = { 'config.json': '', 'tokenizer.json': '', 'model.safetensors': '' };
  return { path: folder, modelId: folder, revision: '', fileHashes, config, weights, isStarter: false };
}

/** NaN when the counts differ, which is less than nothing. */
function largestDifference(own: Float32Array, expected: readonly number[]): number {
  if (own.length !== expected.length) return Number.NaN;
  return Math.max(...expected.map((value, index) => Math.abs(value - (own[index] ?? Number.NaN))));
}
