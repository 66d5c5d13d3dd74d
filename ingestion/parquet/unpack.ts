import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Decompress } from 'fzstd';
import { snappyUncompress } from 'hyparquet';

type Unpack = (packed: Uint8Array, length: number) => Uint8Array;

// At most 128 KiB come out of four bytes.
const ZSTD_PUSH_BYTES = 1_024;

/** How the pages of a column are unpacked; no way gives, or takes memory for, more than the length that was said. */
export const UNPACKERS: Readonly<Partial<Record<string, () => Promise<Unpack>>>> = {
  UNCOMPRESSED: async () => (packed) => packed,
  SNAPPY: async () => unsnap,
  GZIP: async () => (packed, length) => gunzipSync(packed, { maxOutputLength: Math.max(1, length) }),
  BROTLI: async () => (packed, length) => brotliDecompressSync(packed, { maxOutputLength: Math.max(1, length) }),
  ZSTD: async () => unzstd,
  LZ4: () => fromCompressors('LZ4'),
  LZ4_RAW: () => fromCompressors('LZ4_RAW'),
};

function unsnap(packed: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  snappyUncompress(packed, output);
  return output;
}

/** fzstd gives whatever the blocks hold, so they are pushed little by little and counted. */
function unzstd(packed: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  let at = 0;
  const stream = new Decompress((chunk) => {
    if (at + chunk.length > length) throw new RangeError('a page unpacks to more than it says');
    output.set(chunk, at);
    at += chunk.length;
  });
  for (let from = 0; from < packed.length; from += ZSTD_PUSH_BYTES) {
    const end = from + ZSTD_PUSH_BYTES;
    stream.push(packed.subarray(from, end), end >= packed.length);
  }
  return output.subarray(0, at);
}

async function fromCompressors(codec: 'LZ4' | 'LZ4_RAW'): Promise<Unpack> {
  // Loaded where a file asks for it: the module starts WebAssembly that no other codec here needs.
  const { compressors } = await import('hyparquet-compressors');
  const unpack = compressors[codec];
  if (unpack === undefined) throw new RangeError(`${codec} is not unpacked`);
  return unpack;
}
