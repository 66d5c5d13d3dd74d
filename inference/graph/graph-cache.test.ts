import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelFolder, openModelFolder } from '../model/model-folder';
import { ModelSession } from '../session/session';
import { writeRandomModel } from '../testing/random-model';
import { cachedGraphs } from './graph-cache';

const config = {
  model_type: 'modernbert',
  vocab_size: 50,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  max_position_embeddings: 64,
  num_labels: 1,
};

let folder: string;
let model: ModelFolder;
let caches = 0;

const newCache = () => path.join(folder, `cache-${caches++}`);
const scoreWith = async (graphFolder: string) => {
  const session = await ModelSession.open(model.config, { graphFolder, provider: 'cpu', threads: 1, maxTokens: 64 });
  const [score] = await session.run([Int32Array.of(1, 2, 3)]);
  await session.close();
  return score;
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-cache-'));
  await writeRandomModel(path.join(folder, 'model'), config, 'models/starter/tokenizer.json', 3);
  model = await openModelFolder(path.join(folder, 'model'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the graph cache', () => {
  it('takes several builders at once and leaves the graphs of one and nothing else', async () => {
    const cache = newCache();
    const paths = await Promise.all(Array.from({ length: 6 }, () => cachedGraphs(model, 'fp32', cache)));
    expect(new Set(paths).size).toBe(1);
    expect(await readdir(cache)).toHaveLength(1);
    expect(await readdir(paths[0] ?? '')).toEqual([
      'graph-one-thread.onnx',
      'graph.onnx',
      'manifest.json',
      'weights.bin',
    ]);
  });

  it('builds a damaged graph again', async () => {
    const cache = newCache();
    const graph = await cachedGraphs(model, 'fp32', cache);
    const before = await scoreWith(graph);
    await truncate(path.join(graph, 'weights.bin'), 100);
    expect(await cachedGraphs(model, 'fp32', cache)).toBe(graph);
    expect(await scoreWith(graph)).toBe(before);
    expect(await readdir(cache)).toHaveLength(1);
  });

  it('names another graph for other weights', async () => {
    const other = path.join(folder, 'other');
    await writeRandomModel(other, config, 'models/starter/tokenizer.json', 4);
    const cache = newCache();
    expect(await cachedGraphs(await openModelFolder(other), 'fp32', cache)).not.toBe(
      await cachedGraphs(model, 'fp32', cache),
    );
  });

  it('says that it cannot write when a file stands where its folder should', async () => {
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    await expect(cachedGraphs(model, 'fp32', file)).rejects.toMatchObject({ code: 'CACHE_UNWRITABLE' });
  });
});

describe('a model folder', () => {
  it('is refused when a tensor has another shape than its configuration says', async () => {
    const wrong = path.join(folder, 'wrong');
    await writeRandomModel(wrong, config, 'models/starter/tokenizer.json', 3);
    await writeFile(path.join(wrong, 'config.json'), JSON.stringify({ ...config, intermediate_size: 32 }));
    await expect(openModelFolder(wrong)).rejects.toMatchObject({
      code: 'WEIGHTS_WRONG_SHAPE',
      message: expect.stringContaining('model.layers.0.mlp.Wi.weight is [48, 16], config.json asks for [64, 16]'),
    });
  });

  it('is refused when a tensor is missing', async () => {
    const missing = path.join(folder, 'missing');
    await writeRandomModel(missing, config, 'models/starter/tokenizer.json', 3);
    await writeFile(path.join(missing, 'config.json'), JSON.stringify({ ...config, num_hidden_layers: 3 }));
    await expect(openModelFolder(missing)).rejects.toMatchObject({
      code: 'WEIGHTS_MISSING_TENSOR',
      message: expect.stringContaining('model.layers.2.attn_norm.weight'),
    });
  });

  it('is refused when it has more than one output, or is not there', async () => {
    const two = path.join(folder, 'two');
    await writeRandomModel(two, { ...config, num_labels: 2 }, 'models/starter/tokenizer.json', 3);
    await expect(openModelFolder(two)).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED' });
    await expect(openModelFolder(path.join(folder, 'absent'))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});
