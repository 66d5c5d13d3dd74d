import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openModelFolder } from '../model/model-folder';
import { ModelSession } from '../session/session';
import { writeRandomModel } from '../testing/random-model';
import { seededIds } from '../testing/random-numbers';
import { cachedGraph } from './graph-cache';

const fixture = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      seed: z.number(),
      config: z.looseObject({ vocab_size: z.number(), max_position_embeddings: z.number() }),
      scores: z.array(z.object({ length: z.number(), score: z.number() })),
    }),
  ),
});

const { cases } = fixture.parse(
  JSON.parse(await readFile(new URL('../fixtures/parity/transformers-5.23.json', import.meta.url), 'utf8')),
);

describe.each(cases)('fp32 against transformers in float64: $name', ({ config, seed, scores }) => {
  let folder: string;
  let session: ModelSession;
  const idsOf = (length: number) => seededIds(length, config.vocab_size, seed * 10_000 + length);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-parity-'));
    await writeRandomModel(folder, config, 'models/starter/tokenizer.json', seed);
    const model = await openModelFolder(folder);
    const graphPath = await cachedGraph(model, 'fp32', path.join(folder, 'cache'));
    const maxTokens = config.max_position_embeddings;
    session = await ModelSession.open(model.config, { graphPath, provider: 'cpu', threads: 1, maxTokens });
  });

  afterAll(async () => {
    await session.close();
    await rm(folder, { recursive: true });
  });

  it.each(scores)('agrees at $length tokens within 1e-4', async ({ length, score }) => {
    const [own = Number.NaN] = await session.run([idsOf(length)]);
    expect(Math.abs(own - score)).toBeLessThan(1e-4);
  });

  it('gives a text the same score whatever shares its batch', async () => {
    for (const { length, score } of scores.filter((row) => row.length > 1 && row.length < 400)) {
      const other = seededIds(length, config.vocab_size, 77);
      const [, own = Number.NaN] = await session.run([other, idsOf(length), other]);
      expect(Math.abs(own - score), `${length} tokens`).toBeLessThan(1e-4);
    }
  });
});
