import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { WEIGHTS_FILE } from '@/inference/graph/graph-folder';
import { weightsOf } from '@/inference/graph/graph-variants';
import { OnnxGraph } from '@/inference/graph/onnx-graph';
import { PublishedTensors } from '@/inference/graph/tensor-source';
import { WeightsFile } from '@/inference/graph/weights-file';
import type { ModelConfig } from '@/inference/model/config';
import type { ModelFolder } from '@/inference/model/model-folder';
import type { Precision } from '@/inference/results';
import { saturatesInt8 } from '@/inference/session/saturation';
import { seededRandom } from '@/inference/testing/random-numbers';
import { readKernelTimes } from './kernel-times';

const LINKS = 3;

/** Multiplications and additions of a model's products for one token, without its head. */
export function productsPerToken({ hiddenSize: hidden, mlpSize, layers }: ModelConfig, mostLayers = Infinity): number {
  return Math.min(layers.length, mostLayers) * (4 * hidden * hidden + 3 * hidden * mlpSize);
}

/**
 * What this machine's product kernel reaches for `rows` rows, in multiplications and additions a second: a graph of
 * nothing but products of the model's own weights, of whose run only the products' kernels are counted.
 */
export async function productCeiling(
  model: ModelFolder,
  precision: Precision,
  rows: number,
  { threads, runs }: { threads: number; runs: number },
): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-ceiling-'));
  try {
    await writeChain(model, precision, folder);
    const prefix = path.join(folder, 'profile');
    const session = await InferenceSession.create(path.join(folder, 'products.onnx'), {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      enableProfiling: true,
      profileFilePrefix: prefix,
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    const random = seededRandom(rows);
    const hidden = model.config.hiddenSize;
    const input = Float32Array.from({ length: rows * hidden }, () => 2 * random() - 1);
    for (let run = 0; run <= runs; run++) await session.run({ rows: new Tensor('float32', input, [rows, hidden]) });
    session.endProfiling();
    await session.release();
    const { byKind } = await readKernelTimes(prefix);
    return (rows * productsPerToken(model.config, LINKS)) / ((byKind.get('products') ?? Number.NaN) / 1000);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Some layers' products in their order, each fed by the one before: what lies between them in a layer is left out. */
async function writeChain(model: ModelFolder, precision: Precision, folder: string): Promise<void> {
  const { hiddenSize: hidden, mlpSize, layers } = model.config;
  const graph = new OnnxGraph(WEIGHTS_FILE);
  const file = new WeightsFile(graph);
  const weights = weightsOf(precision, graph, file, { largestWeight: (await saturatesInt8()) ? 63 : 127 });
  const square = { inputs: hidden, outputs: hidden, hasBias: false };
  const wide = { inputs: hidden, outputs: mlpSize, hasBias: false };
  let rows = graph.input('rows', 'float', ['rows', hidden]);
  for (let layer = 0; layer < Math.min(LINKS, layers.length); layer++) {
    const prefix = `model.layers.${layer}`;
    for (const part of [0, 1, 2]) {
      rows = weights.linear(`${prefix}.attn.Wqkv`, rows, { ...square, firstRow: part * hidden });
    }
    rows = weights.linear(`${prefix}.attn.Wo`, rows, square);
    const halves = [0, mlpSize].map((firstRow) => weights.linear(`${prefix}.mlp.Wi`, rows, { ...wide, firstRow }));
    const sum = graph.add('Add', halves);
    rows = weights.linear(`${prefix}.mlp.Wo`, sum, { inputs: mlpSize, outputs: hidden, hasBias: false });
  }
  graph.add('Identity', [rows], {}, 'last');
  graph.output('last', 'float', ['rows', hidden]);
  const source = await PublishedTensors.open(model.weights);
  try {
    await file.write(source, path.join(folder, WEIGHTS_FILE));
  } finally {
    await source.close();
  }
  await writeFile(path.join(folder, 'products.onnx'), graph.serialize());
}
