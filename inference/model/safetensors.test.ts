import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFloats } from './read-floats';
import { readSafetensors } from './safetensors';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-safetensors-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** A file as the format describes it, each part replaceable by a broken one. */
async function writeFileWith(parts: {
  header?: Record<string, Entry> | string;
  length?: bigint;
  data?: Uint8Array;
}): Promise<string> {
  const header = Buffer.from(typeof parts.header === 'string' ? parts.header : JSON.stringify(parts.header ?? {}));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(parts.length ?? BigInt(header.byteLength));
  const file = path.join(folder, `${Math.random()}.safetensors`);
  await writeFile(file, Buffer.concat([length, header, parts.data ?? new Uint8Array()]));
  return file;
}

const two = (dtype: string, bytes: number): Record<string, Entry> => ({
  x: { dtype, shape: [2], data_offsets: [0, bytes] },
});

async function floatsOf(file: string): Promise<number[]> {
  const tensor = (await readSafetensors(file)).tensors.get('x');
  if (!tensor) throw new Error('no tensor x');
  const handle = await open(file, 'r');
  try {
    const values: number[] = [];
    for await (const floats of readFloats(handle, tensor, file)) values.push(...floats);
    return values;
  } finally {
    await handle.close();
  }
}

describe('tensor values', () => {
  it('reads fp32 as they are', async () => {
    const data = new Uint8Array(Float32Array.of(1.5, -0.1).buffer);
    expect(await floatsOf(await writeFileWith({ header: two('F32', 8), data }))).toEqual([1.5, Math.fround(-0.1)]);
  });

  it('widens fp16: the largest, 65504, and the smallest subnormal, 2^-24', async () => {
    const data = new Uint8Array(Uint16Array.of(0x7bff, 0x8001).buffer);
    expect(await floatsOf(await writeFileWith({ header: two('F16', 4), data }))).toEqual([65_504, -(2 ** -24)]);
  });

  it('widens bf16: 0x3f80 is 1 and 0xc049 is -3.140625', async () => {
    const data = new Uint8Array(Uint16Array.of(0x3f80, 0xc049).buffer);
    expect(await floatsOf(await writeFileWith({ header: two('BF16', 4), data }))).toEqual([1, -3.140625]);
  });

  it.each([
    ['NaN in fp32', 'F32', new Uint8Array(Float32Array.of(1, Number.NaN).buffer)],
    ['infinity in fp16', 'F16', new Uint8Array(Uint16Array.of(0, 0x7c00).buffer)],
    ['NaN in bf16', 'BF16', new Uint8Array(Uint16Array.of(0, 0x7fc0).buffer)],
  ])('refuses %s and says where', async (_, dtype, data) => {
    const file = await writeFileWith({ header: two(dtype, data.byteLength), data });
    await expect(floatsOf(file)).rejects.toMatchObject({
      code: 'WEIGHTS_NOT_FINITE',
      message: expect.stringContaining('element 1'),
    });
  });
});

describe('a broken file', () => {
  const eight = new Uint8Array(8);
  it.each([
    ['is shorter than its length field', { file: new Uint8Array(3) }, 'shorter than'],
    ['claims a header above the limit', { length: 100_000_001n }, "above the format's limit"],
    ['claims a header of 2^63 bytes', { length: 2n ** 63n }, "above the format's limit"],
    ['ends inside its header', { header: two('F32', 8), length: 5000n }, 'longer than the file'],
    ['has a header that is not JSON', { header: '{"x": ' }, 'not a JSON object'],
    ['has a header that is a list', { header: '[1, 2]' }, 'not a JSON object'],
    [
      'has a tensor without offsets',
      { header: '{"x": {"dtype": "F32", "shape": [2]}}', data: eight },
      'tensor x lacks',
    ],
    [
      'has a shape that does not fit its bytes',
      { header: two('F32', 4), data: eight },
      'tensor x has 4 bytes, its shape needs 8',
    ],
    ['ends inside its data', { header: two('F32', 8), data: new Uint8Array(5) }, 'is cut'],
    ['goes on after its data', { header: two('F32', 8), data: new Uint8Array(9) }, '1 bytes after its last tensor'],
    [
      'has tensors that overlap',
      {
        header: { ...two('F32', 8), y: { dtype: 'F32', shape: [1], data_offsets: [4, 8] as [number, number] } },
        data: eight,
      },
      'overlaps another',
    ],
  ])('that %s is refused', async (_, parts, message) => {
    const file = 'file' in parts ? path.join(folder, 'short') : await writeFileWith(parts);
    if ('file' in parts) await writeFile(file, parts.file);
    await expect(readSafetensors(file)).rejects.toMatchObject({
      code: 'WEIGHTS_INVALID',
      message: expect.stringContaining(message),
    });
  });

  it('of an unknown type is refused by its name', async () => {
    const file = await writeFileWith({ header: two('F8_E4M3', 2), data: new Uint8Array(2) });
    await expect(readSafetensors(file)).rejects.toMatchObject({ code: 'WEIGHTS_UNSUPPORTED_DTYPE' });
  });

  it('that is not there is reported as a missing model', async () => {
    await expect(readSafetensors(path.join(folder, 'absent'))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});
