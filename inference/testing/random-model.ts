import { copyFile, mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ExpectedTensor, expectedTensors } from '../graph/expected-tensors';
import { parseModelConfig } from '../model/config';
import type { TensorDtype } from '../model/safetensors';
import { seededRandom } from './random-numbers';

/** A model folder with seeded random weights, written tensor by tensor; for tests and benchmarks at any size. */
export async function writeRandomModel(
  folder: string,
  config: Readonly<Record<string, unknown>>,
  tokenizerFile: string,
  seed: number,
  dtype: TensorDtype = 'F32',
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = JSON.stringify(config, null, 2);
  await writeFile(path.join(folder, 'config.json'), text);
  await copyFile(tokenizerFile, path.join(folder, 'tokenizer.json'));
  await writeRandomWeights(
    path.join(folder, 'model.safetensors'),
    expectedTensors(parseModelConfig(text, 'config.json')),
    seed,
    dtype,
  );
}

async function writeRandomWeights(
  file: string,
  tensors: readonly ExpectedTensor[],
  seed: number,
  dtype: TensorDtype,
): Promise<void> {
  const random = seededRandom(seed);
  const handle = await open(file, 'w');
  try {
    await handle.write(safetensorsHeader(tensors, dtype));
    for (const tensor of tensors) await handle.write(NARROWED[dtype](randomTensor(tensor, random)));
  } finally {
    await handle.close();
  }
}

/** Cut, not rounded: what the file says is the weight, for us and for the reference. */
const NARROWED: Readonly<Record<TensorDtype, (floats: Float32Array) => Uint8Array>> = {
  F32: (floats) => new Uint8Array(floats.buffer),
  BF16: (floats) => new Uint8Array(Uint16Array.from(new Uint32Array(floats.buffer), (bits) => bits >>> 16).buffer),
  F16: (floats) => new Uint8Array(Uint16Array.from(new Uint32Array(floats.buffer), halfOf).buffer),
};

/** fp16 bits of fp32 bits below 65,504; what is too small for a normal half becomes 0. */
function halfOf(bits: number): number {
  const exponent = ((bits >>> 23) & 0xff) - 127 + 15;
  return ((bits >>> 16) & 0x8000) | (exponent > 0 ? (exponent << 10) | ((bits >>> 13) & 0x3ff) : 0);
}

function safetensorsHeader(tensors: readonly ExpectedTensor[], dtype: TensorDtype): Buffer {
  let end = 0;
  const entries = tensors.map(({ name, shape }) => {
    const begin = end;
    end += elementCount(shape) * (dtype === 'F32' ? 4 : 2);
    return [name, { dtype, shape, data_offsets: [begin, end] }];
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.byteLength));
  return Buffer.concat([length, json]);
}

/**
 * Norms lie around 1, biases around 0, matrices are uniform with the spread that keeps a product's size (1 / sqrt(inputs)),
 * so that attention is neither flat nor one-hot and every layer matters to the score.
 */
function randomTensor({ name, shape }: ExpectedTensor, random: () => number): Float32Array {
  const inputs = shape.length === 2 ? (shape[1] ?? 1) : 1;
  const isEmbedding = name.includes('tok_embeddings');
  const spread = isEmbedding ? 1 : shape.length === 2 ? Math.sqrt(3 / inputs) : 0.1;
  const centre = name.endsWith('norm.weight') ? 1 : 0;
  const floats = new Float32Array(elementCount(shape));
  for (let i = 0; i < floats.length; i++) floats[i] = centre + spread * (2 * random() - 1);
  return floats;
}

function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
