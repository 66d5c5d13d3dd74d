import type { FileHandle } from 'node:fs/promises';
import { InferenceError } from '../errors';
import { readExactly, type TensorDtype, type TensorEntry } from './safetensors';

/** 2 Mi elements: 8 MB as fp32, so a conversion's peak memory does not grow with the tensor. */
const CHUNK_ELEMENTS = 2 * 1024 * 1024;
const ELEMENT_BYTES: Readonly<Record<TensorDtype, number>> = { F32: 4, F16: 2, BF16: 2 };

/** Elements in row-major order; every chunk but the last holds a multiple of `align`. */
export interface ElementRange {
  readonly first: number;
  readonly count: number;
  readonly align: number;
}

/**
 * Yields a part of a tensor as fp32 in row-major order, in chunks; fp16 and bf16 widen exactly.
 *
 * @throws InferenceError WEIGHTS_NOT_FINITE when an element is NaN or infinite, with its position.
 */
export async function* readFloats(
  file: FileHandle,
  tensor: TensorEntry,
  path: string,
  { first, count, align }: ElementRange = { first: 0, count: elementCount(tensor), align: 1 },
): AsyncGenerator<Float32Array> {
  const elementBytes = ELEMENT_BYTES[tensor.dtype];
  const step = Math.max(1, Math.floor(CHUNK_ELEMENTS / align)) * align * elementBytes;
  const end = tensor.begin + (first + count) * elementBytes;
  for (let position = tensor.begin + first * elementBytes; position < end; position += step) {
    const bytes = await readExactly(file, position, Math.min(step, end - position), path);
    const floats = widen(bytes, tensor.dtype);
    requireFinite(floats, tensor, (position - tensor.begin) / elementBytes, path);
    yield floats;
  }
}

function elementCount({ begin, end, dtype }: TensorEntry): number {
  return (end - begin) / ELEMENT_BYTES[dtype];
}

function widen(bytes: Buffer, dtype: TensorDtype): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer);
  if (dtype === 'F32') return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
  const halves = new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
  return dtype === 'F16' ? widenHalf(halves) : widenBfloat(halves);
}

function widenHalf(halves: Uint16Array): Float32Array {
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = HALF_TO_FLOAT[halves[i] ?? 0] ?? 0;
  return floats;
}

/** bf16 is the upper half of an fp32, so the widening is a shift. */
function widenBfloat(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = (halves[i] ?? 0) << 16;
  return new Float32Array(bits.buffer);
}

/** All 65,536 halves once: a table look-up is several times faster than decoding each element. */
const HALF_TO_FLOAT = Float32Array.from({ length: 65_536 }, (_, half) => decodeHalf(half));

function decodeHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function requireFinite(floats: Float32Array, tensor: TensorEntry, firstIndex: number, path: string): void {
  // One pass of additions finds any NaN or infinity: x * 0 is NaN for both and 0 for the rest.
  let witness = 0;
  for (let i = 0; i < floats.length; i++) witness += (floats[i] ?? 0) * 0;
  if (witness === 0) return;
  const index = floats.findIndex((value) => !Number.isFinite(value));
  throw new InferenceError(
    'WEIGHTS_NOT_FINITE',
    `Tensor ${tensor.name} is not finite at element ${firstIndex + index}; the model is broken, fetch it again`,
    path,
  );
}
