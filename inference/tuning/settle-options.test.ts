import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choosePrecision } from '../parity/choose-precision';
import { writeRandomModel } from '../testing/random-model';
import { settleEngineOptions } from './settle-options';

/** Many weights, so that it counts as large, but nearly all of them in the table of a huge vocabulary: quick to compute. */
const WIDE = {
  model_type: 'modernbert',
  vocab_size: 480_000,
  hidden_size: 64,
  intermediate_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 1,
  num_labels: 1,
};

let folder: string;
let modelFolder: string;
let cacheFolder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-settle-'));
  modelFolder = path.join(folder, 'wide');
  cacheFolder = path.join(folder, 'cache', 'graphs');
  await writeRandomModel(modelFolder, WIDE, 'models/starter/tokenizer.json', 9, 'F16');
});
afterAll(() => rm(folder, { recursive: true }));

describe('what an engine leaves open', () => {
  it('is measured on first use of a model and found again on the second', async () => {
    const notices: string[] = [];
    const settle = () => settleEngineOptions({ modelFolder, cacheFolder }, (notice) => notices.push(notice));
    const first = await settle();
    expect(first.provider).toBe('cpu');
    expect(notices[0]).toBe('First use of this model here: scoring 200 texts in fp32 to choose a precision');
    expect(notices.some((notice) => /how fast 1 x \d+ processes/.test(notice))).toBe(true);
    const [report, layout] = ['parity', 'layouts'].map((name) => path.join(cacheFolder, '..', name));
    expect(await readdir(report ?? '')).toHaveLength(1);
    expect(await readdir(layout ?? '')).toHaveLength(1);

    notices.length = 0;
    expect(await settle()).toEqual(first);
    expect(notices).toEqual([]);
  });

  it('is not measured for a small model, nor where it is stated', async () => {
    const notices: string[] = [];
    const small = await settleEngineOptions({ cacheFolder }, (notice) => notices.push(notice));
    expect(small).toMatchObject({ precision: 'fp32', provider: 'cpu', tokenBudget: 4096 });
    const stated = { modelFolder, cacheFolder, precision: 'int8', processes: 2, threadsPerProcess: 1 } as const;
    expect(await settleEngineOptions(stated, (notice) => notices.push(notice))).toMatchObject(stated);
    expect(notices).toEqual([]);
  });
});

describe('measuring a precision', () => {
  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const measuring = choosePrecision({
      modelFolder,
      cacheFolder: path.join(folder, 'other', 'graphs'),
      provider: 'cpu',
      maxTokens: 4096,
      isFresh: true,
      signal: controller.signal,
      onStep: () => controller.abort(),
    });
    await expect(measuring).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
  });

  it('tells what is wrong with the model', async () => {
    const absent = { modelFolder: path.join(folder, 'absent'), cacheFolder, provider: 'cpu', maxTokens: 4096 } as const;
    await expect(choosePrecision(absent)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});
