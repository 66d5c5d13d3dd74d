import { type FileHandle, open } from 'node:fs/promises';
import { InferenceError } from '../errors';
import { readFloats } from '../model/read-floats';
import type { SafetensorsFile, TensorEntry } from '../model/safetensors';
import type { ExternalBytes } from './onnx-graph';

const FLOAT_BYTES = 4;
/** Page-aligned starts let ONNX Runtime map the file instead of reading it. */
const ALIGNMENT = 4096;

/** Where each tensor will lie in the weights file once written, as fp32. */
export interface WeightsPlan {
  readonly byteLength: number;
  readonly tensors: ReadonlyMap<string, ExternalBytes>;
}

export function planWeights(weights: SafetensorsFile, names: readonly string[]): WeightsPlan {
  const tensors = new Map<string, ExternalBytes>();
  let end = 0;
  for (const name of names) {
    const offset = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    const byteLength = elementCount(requireEntry(weights, name)) * FLOAT_BYTES;
    tensors.set(name, { offset, byteLength });
    end = offset + byteLength;
  }
  return { tensors, byteLength: end };
}

/** Streams the planned tensors to `path` as fp32, a few megabytes at a time, and syncs the file. */
export async function writeWeights(weights: SafetensorsFile, plan: WeightsPlan, path: string): Promise<void> {
  const source = await open(weights.path, 'r');
  try {
    const target = await open(path, 'wx');
    try {
      for (const [name, bytes] of plan.tensors) {
        await writeTensor(source, target, requireEntry(weights, name), bytes.offset, weights.path);
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function writeTensor(
  source: FileHandle,
  target: FileHandle,
  entry: TensorEntry,
  offset: number,
  path: string,
): Promise<void> {
  let position = offset;
  for await (const floats of readFloats(source, entry, path)) {
    const bytes = Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength);
    await writeFully(target, bytes, position);
    position += bytes.byteLength;
  }
}

/** A full disk may take part of a buffer before it fails; the rest is tried so that the error is seen. */
async function writeFully(target: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) {
    const { bytesWritten } = await target.write(bytes, written, bytes.byteLength - written, position + written);
    written += bytesWritten;
  }
}

function requireEntry(weights: SafetensorsFile, name: string): TensorEntry {
  const entry = weights.tensors.get(name);
  if (!entry) throw new InferenceError('WEIGHTS_MISSING_TENSOR', `The weights have no tensor ${name}`, weights.path);
  return entry;
}

function elementCount(entry: TensorEntry): number {
  return entry.shape.reduce((product, size) => product * size, 1);
}
