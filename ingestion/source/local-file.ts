import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { type ImportSource, IngestionError } from '@/ingestion/types';

/**
 * A file of this machine. One that is not there has size 0; opening it says why it cannot be read. A pipe or a device is
 * refused before it is opened: it may have nothing to say for ever, and what it has said it does not say twice.
 */
export function localFile(path: string, name: string): ImportSource {
  return {
    name,
    sizeBytes: sizeOf(path),
    open: () => {
      requireFile(path);
      return createReadStream(path);
    },
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

/** @throws IngestionError UNREADABLE_FILE for a folder, a pipe, a socket or a device. */
function requireFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  const kind = found.isDirectory() ? 'a folder' : 'a pipe or a device';
  throw new IngestionError(
    'UNREADABLE_FILE',
    `It is ${kind}, not a file. Save what it holds in a file and import that.`,
  );
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
