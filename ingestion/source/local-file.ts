import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ImportSource } from '@/ingestion/types';

/** A file of this machine. One that is not there has size 0; opening it says why it cannot be read. */
export function localFile(path: string, name: string): ImportSource {
  return {
    name,
    sizeBytes: sizeOf(path),
    open: () => createReadStream(path),
    slice: (...range) => slice(path, ...range),
  };
}

async function slice(path: string, start: number, end: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(Math.max(0, end - start));
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, start + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
