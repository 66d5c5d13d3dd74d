import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Where uploaded files are kept: a folder that web and workers share, or one day a bucket. */
export interface FileStore {
  /** Bytes that are stored under the key, or null when there is nothing. */
  sizeOf(key: string): Promise<number | null>;
  /** The file as a path of this machine for as long as `use` runs; a bucket would download it first. */
  withLocalFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T>;
  /** Stores the stream whole or not at all. */
  put(key: string, source: Readable): Promise<void>;
  /** Writes the bytes behind the first `length`, in place of whatever lies there; they are on the disk when it resolves. */
  append(key: string, length: number, bytes: Buffer): Promise<void>;
  /** The first `length` bytes. */
  read(key: string, length: number): Readable;
  remove(key: string): Promise<void>;
}

/** Keys are made by us and are never taken from a file's name: `uploads/` or `rejects/`, and a UUID. */
const KEY = /^(?:uploads|rejects)\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function uploadKey(uploadId: string): string {
  return `uploads/${uploadId}`;
}

/** The folder `files` inside WINNOW_DATA_DIR. */
export function filesFolder(): string {
  return resolve(process.env.WINNOW_DATA_DIR || 'data', 'files');
}

export function openFileStore(folder = filesFolder()): FileStore {
  const pathOf = (key: string) => {
    if (!KEY.test(key)) throw new Error('This is not a key of the file store.');
    return join(folder, key);
  };
  return {
    async sizeOf(key) {
      try {
        return (await stat(pathOf(key))).size;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    withLocalFile: (key, use) => use(pathOf(key)),
    async put(key, source) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      const partial = `${path}.${randomUUID()}.part`;
      try {
        await pipeline(source, createWriteStream(partial, { flags: 'wx', flush: true }));
        await rename(partial, path);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    async append(key, length, bytes) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, length === 0 ? 'w' : 'r+');
      try {
        if ((await file.stat()).size < length) throw new Error(`${key} is shorter than what counts of it.`);
        await file.truncate(length);
        await file.write(bytes, 0, bytes.length, length);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    read: (key, length) =>
      length === 0 ? Readable.from([]) : createReadStream(pathOf(key), { end: length - 1, highWaterMark: 1 << 16 }),
    async remove(key) {
      const path = pathOf(key);
      await rm(path, { force: true });
      await rm(`${path}.json`, { force: true }); // what the upload protocol noted beside it
    },
  };
}
