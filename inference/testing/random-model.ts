import { copyFile, mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ExpectedTensor, expectedTensors } from '../graph/expected-tensors';
import { parseModelConfig } from '../model/config';
import { seededRandom } from './random-numbers';

/** A model folder with seeded random fp32 weights, written tensor by tensor; for tests and benchmarks at any size. */
export async function writeRandomModel(
  folder: string,
  config: Readonly<Record<string, unknown>>,
  tokenizerFile: string,
  seed: number,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = JSON.stringify(config, null, 2);
  await writeFile(path.join(folder, 'config.json'), text);
  await copyFile(tokenizerFile, path.join(folder, 'tokenizer.json'));
  await writeRandomWeights(
    path.join(folder, 'model.safetensors'),
    expectedTensors(parseModelConfig(text, 'config.json')),
    seed,
  );
}

async function writeRandomWeights(file: string, tensors: readonly ExpectedTensor[], seed: number): Promise<void> {
  const random = seededRandom(seed);
  const handle = await open(file, 'w');
  try {
    await handle.write(safetensorsHeader(tensors));
    for (const tensor of tensors) {
      const floats = randomTensor(tensor, random);
      await handle.write(new Uint8Array(floats.buffer));
    }
  } finally {
    await handle.close();
  }
}

function safetensorsHeader(tensors: readonly ExpectedTensor[]): Buffer {
  let end = 0;
  const entries = tensors.map(({ name, shape }) => {
    const begin = end;
    end += elementCount(shape) * 4;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }];
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
