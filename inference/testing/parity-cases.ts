import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readModelConfig } from '../model/config';
import type { ModelFolder } from '../model/model-folder';
import { readSafetensors } from '../model/safetensors';
import { writeRandomModel } from './random-model';

const parityCase = z.object({
  name: z.string(),
  seed: z.number(),
  dtype: z.enum(['F32', 'F16', 'BF16']),
  config: z.looseObject({ vocab_size: z.number() }),
  scores: z.array(z.object({ length: z.number(), logits: z.array(z.number()) })),
});
export type ParityCase = z.infer<typeof parityCase>;

/** Small odd-shaped models with the logits that transformers made of them. */
export async function readParityCases(): Promise<ParityCase[]> {
  const file = new URL('../fixtures/parity/transformers-5.23.json', import.meta.url);
  return z.object({ cases: z.array(parityCase) }).parse(JSON.parse(await readFile(file, 'utf8'))).cases;
}

/** openModelFolder refuses more outputs than one, which no score can be; the graph computes them all the same. */
export async function writeParityModel(
  folder: string,
  { config, seed, dtype }: Pick<ParityCase, 'config' | 'seed' | 'dtype'>,
): Promise<ModelFolder> {
  await writeRandomModel(folder, config, 'models/starter/tokenizer.json', seed, dtype);
  return {
    path: folder,
    modelId: folder,
    revision: '',
    fileHashes: { 'config.json': '', 'tokenizer.json': '', 'model.safetensors': '' },
    config: await readModelConfig(path.join(folder, 'config.json')),
    weights: await readSafetensors(path.join(folder, 'model.safetensors')),
    isStarter: false,
  };
}

/** Of two rows of logits; NaN when they are not equally many, which is less than nothing. */
export function largestDifference(own: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (own.length !== expected.length) return Number.NaN;
  return Math.max(...Array.from(expected, (value, index) => Math.abs(value - (own[index] ?? Number.NaN))));
}
