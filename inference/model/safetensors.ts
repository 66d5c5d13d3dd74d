import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { InferenceError } from '../errors';

export type TensorDtype = 'F32' | 'F16' | 'BF16';

export interface TensorEntry {
  readonly name: string;
  readonly dtype: TensorDtype;
  /** Row-major, as PyTorch stores it: a linear layer is [out, in]. */
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsFile {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly byteLength: number;
}

/** The format's own limit for the JSON header. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;
const BYTES_PER_ELEMENT: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
};

const tensorHeader = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const fileHeader = z.record(z.string(), z.unknown());

/**
 * Reads and checks the header of a safetensors file; no tensor data is read.
 *
 * Source: https://huggingface.co/docs/safetensors (8 bytes little-endian header length, JSON header, data).
 * @throws InferenceError WEIGHTS_INVALID for a header that is cut, oversized, not JSON, or whose tensors leave the
 *   file, overlap or leave holes; WEIGHTS_UNSUPPORTED_DTYPE for a type other than F32, F16, BF16.
 */
export async function readSafetensors(path: string): Promise<SafetensorsFile> {
  const file = await openWeights(path);
  try {
    const byteLength = (await file.stat()).size;
    const headerLength = await readHeaderLength(file, byteLength, path);
    const header = parseHeader(await readExactly(file, LENGTH_BYTES, headerLength, path), path);
    const dataStart = LENGTH_BYTES + headerLength;
    const tensors = Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(([name, value]) => readEntry(name, value, dataStart, path));
    requireExactCover(tensors, dataStart, byteLength, path);
    return { path, byteLength, tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])) };
  } finally {
    await file.close();
  }
}

async function openWeights(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch {
    throw new InferenceError(
      'MODEL_NOT_FOUND',
      'The weights cannot be opened; a model folder needs model.safetensors',
      path,
    );
  }
}

async function readHeaderLength(file: FileHandle, byteLength: number, path: string): Promise<number> {
  if (byteLength < LENGTH_BYTES) throw invalid('the file is shorter than its 8-byte header length', path);
  const length = (await readExactly(file, 0, LENGTH_BYTES, path)).readBigUInt64LE();
  if (length > BigInt(MAX_HEADER_BYTES))
    throw invalid(`the header claims ${length} bytes, above the format's limit`, path);
  if (length > BigInt(byteLength - LENGTH_BYTES)) throw invalid('the header is longer than the file: it was cut', path);
  return Number(length);
}

/** Reads exactly `length` bytes at `position`; a shorter file is an error, never a short buffer. */
export async function readExactly(file: FileHandle, position: number, length: number, path: string): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) throw invalid('the file ends before its data', path);
    filled += bytesRead;
  }
  return bytes;
}

function parseHeader(bytes: Buffer, path: string): Record<string, unknown> {
  try {
    return fileHeader.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw invalid('the header is not a JSON object', path);
  }
}

function readEntry(name: string, value: unknown, dataStart: number, path: string): TensorEntry {
  const parsed = tensorHeader.safeParse(value);
  if (!parsed.success) throw invalid(`tensor ${name} lacks a dtype, shape or data_offsets`, path);
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  const elementBytes = BYTES_PER_ELEMENT[dtype];
  if (elementBytes === undefined || !isReadable(dtype)) {
    throw new InferenceError(
      'WEIGHTS_UNSUPPORTED_DTYPE',
      `Tensor ${name} is ${dtype}; F32, F16 and BF16 are read`,
      path,
    );
  }
  const expected = shape.reduce((product, size) => product * size, 1) * elementBytes;
  if (offsets[1] - offsets[0] !== expected)
    throw invalid(`tensor ${name} has ${offsets[1] - offsets[0]} bytes, its shape needs ${expected}`, path);
  return { name, dtype, shape, begin: dataStart + offsets[0], end: dataStart + offsets[1] };
}

function isReadable(dtype: string): dtype is TensorDtype {
  return dtype === 'F32' || dtype === 'F16' || dtype === 'BF16';
}

/** The format forbids holes and overlaps, so a file of another length was cut or has something appended. */
function requireExactCover(tensors: readonly TensorEntry[], dataStart: number, byteLength: number, path: string): void {
  let position = dataStart;
  for (const tensor of [...tensors].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (tensor.begin !== position) throw invalid(`tensor ${tensor.name} overlaps another or leaves a hole`, path);
    position = tensor.end;
  }
  if (position > byteLength) throw invalid(`the file is cut: ${byteLength} bytes of ${position}`, path);
  if (position < byteLength) throw invalid(`the file has ${byteLength - position} bytes after its last tensor`, path);
}

function invalid(what: string, path: string): InferenceError {
  return new InferenceError('WEIGHTS_INVALID', `The weights cannot be used: ${what}. Fetch the file again`, path);
}
