import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planBatches } from '../batches/plan-batches';
import { ModelSession } from '../session/session';
import { largestDifference, readParityCases, writeParityModel } from '../testing/parity-cases';
import { seededIds, shuffled } from '../testing/random-numbers';
import { cachedGraphs } from './graph-cache';

const cases = await readParityCases();
const MAX_TOKENS = 8192;

describe.each(cases)('fp32 against transformers in float64: $name', ({ config, dtype, seed, scores }) => {
  let folder: string;
  let session: ModelSession;
  let threaded: ModelSession;
  const texts = scores.map(({ length }) => seededIds(length, config.vocab_size, seed * 10_000 + length));

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-parity-'));
    const model = await writeParityModel(folder, { config, seed, dtype });
    const graphFolder = await cachedGraphs(model, 'fp32', path.join(folder, 'cache'));
    const options = { graphFolder, provider: 'cpu', maxTokens: MAX_TOKENS } as const;
    session = await ModelSession.open(model.config, { ...options, threads: 1 });
    threaded = await ModelSession.open(model.config, { ...options, threads: 2 });
  });

  afterAll(async () => {
    await session.close();
    await threaded.close();
    await rm(folder, { recursive: true });
  });

  it.each(scores.map((score, index) => ({ ...score, index })))(
    'agrees at $length tokens within 1e-4',
    async ({ index, logits }) => {
      const text = texts[index] ?? new Int32Array();
      expect(largestDifference(await session.run([text]), logits)).toBeLessThan(1e-4);
      expect(largestDifference(await threaded.run([text]), logits)).toBeLessThan(1e-4);
    },
  );

  it('agrees within 1e-4 in batches, mixed with other texts of every length', async () => {
    const strangers = texts.map((text) => seededIds(text.length, config.vocab_size, 77));
    const company = shuffled([...strangers, ...texts, ...texts], seed).filter((text) => text.length < MAX_TOKENS);
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
