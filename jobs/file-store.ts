import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Where uploaded and exported files are kept: a folder that web and workers share, or one day a bucket. */
export interface FileStore {
  /** Bytes that are stored under the key, or null when there is nothing. */
  sizeOf(key: string): Promise<number | null>;
  /** The file as a path of this machine for as long as `use` runs; a bucket would download it first. */
  withLocalFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T>;
  /** Stores the stream whole or not at all. */
  put(key: string, source: Readable): Promise<void>;
  /** Writes the bytes behind the first `length`, in place of whatever lies there; they are on the disk when it resolves. */
  append(key: string, length: number, bytes: Buffer): Promise<void>;
  remove(key: string): Promise<void>;
  /** The file's bytes, or its first `length`; an error event where there is none. */
  read(key: string, length?: number): Readable;
  /** Removes whatever lies in a place, halves of files too, is none of `kept` and was not written to since `before`. */
  removeStrays(place: Place, kept: ReadonlySet<string>, before: Date): Promise<number>;
}

export type Place = 'uploads' | 'exports';

/** Keys are made here and are never taken from a file's name: `uploads/`, `rejects/` or `exports/`, and a UUID. */
const KEY = /^(?:uploads|rejects|exports)\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function uploadKey(uploadId: string): string {
  return `uploads/${uploadId}`;
}

/** @param attempt  The token of the attempt that writes it: two of them never write the same file. */
export function exportKey(attempt: string): string {
  return `exports/${attempt}`;
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
    read(key, length) {
      if (length === 0) return Readable.from([]);
      return createReadStream(pathOf(key), length === undefined ? {} : { end: length - 1 });
    },
    async remove(key) {
      const path = pathOf(key);
      await rm(path, { force: true });
      await rm(`${path}.json`, { force: true }); // what the upload protocol noted beside it
    },
    async removeStrays(place, kept, before) {
      let removed = 0;
      for (const name of await namesIn(join(folder, place))) {
        const path = join(folder, place, name);
        if (kept.has(`${place}/${name.slice(0, UUID_LENGTH)}`) || (await stat(path)).mtime >= before) continue;
        await rm(path, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
}

const UUID_LENGTH = 36;

/** None where the folder was never made. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
