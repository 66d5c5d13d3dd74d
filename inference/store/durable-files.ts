import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { InferenceError } from '../errors';

/** Writes a small file whole or not at all: a reader sees the old one or the new one, after a power cut too. */
export async function writeDurably(file: string, content: string): Promise<void> {
  const draft = `${file}.${process.pid}-${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(draft, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw asStoreFault(error, path.dirname(file));
  }
}

/** Makes renames in a folder survive a power cut, where the system can do that for folders. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** @throws InferenceError DISK_FULL when fewer than `bytes` are free where the folder (which must exist) lies. */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new InferenceError(
    'DISK_FULL',
    `The model needs ${megabytes(bytes)} MB and ${megabytes(free)} MB are free. Free space, or set WINNOW_DATA_DIR to a larger disk`,
    folder,
  );
}

/** A refusal of the file system as a fault with what to do about it; faults of ours stay as they are. */
export function asStoreFault(error: unknown, folder: string): unknown {
  if (error instanceof InferenceError || !(error instanceof Error) || !('syscall' in error)) return error;
  if ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
    return new InferenceError('DISK_FULL', 'The disk is full. Free space and try again', folder);
  }
  return new InferenceError('STORE_UNWRITABLE', `The model cannot be stored: ${error.message}`, folder);
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
