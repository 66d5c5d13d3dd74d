import type fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refused, refuseAll, replace } from '@/ingestion/child/refuse';

type Files = typeof fs;
type Call = (...args: unknown[]) => unknown;

/** Everything that only reads, or works on what has been opened already. What Node adds one day is refused. */
const READING = [
  ...['access', 'exists', 'fstat', 'lstat', 'opendir', 'read', 'readdir', 'readlink', 'readv', 'realpath'],
  ...['stat', 'statfs', 'close', 'fsync', 'ftruncate', 'write', 'writev', 'createReadStream', 'openAsBlob'],
  ...['ReadStream', 'FileReadStream', 'Dir', 'Dirent', 'Stats', 'promises', 'constants', '_toUnixTimestamp'],
];
const MAY_STAY = READING.flatMap((name) => [name, `${name}Sync`]);
const GUARDED = ['open', 'openSync', 'readFile', 'readFileSync', 'unlink', 'unlinkSync'];
const WRITING_FLAGS = ['O_WRONLY', 'O_RDWR', 'O_CREAT', 'O_TRUNC', 'O_APPEND', 'O_EXCL'] as const;

/** Files can be opened for writing and removed directly in `folder`, nothing else of a disk can be changed. */
export function refuseWriting(files: Files, folder: string): void {
  const mask = WRITING_FLAGS.reduce((flags, name) => flags | files.constants[name], 0);
  const isReading = (flags: unknown) =>
    ['undefined', 'function'].includes(typeof flags) || flags === 'r' || (typeof flags === 'number' && !(flags & mask));
  const isInside = (path: unknown) => dirname(pathOf(path)) === folder;
  for (const owner of [files, files.promises]) {
    // A callback in the place of the flags means the default, which reads.
    guard(owner, ['open', 'openSync'], (path, flags) => isReading(flags) || isInside(path));
    guard(owner, ['readFile', 'readFileSync'], (_, options) => isReading(flagOf(options)));
    guard(owner, ['unlink', 'unlinkSync'], isInside);
    refuseAll(owner, [...MAY_STAY, ...GUARDED]);
  }
}

function guard(owner: object, names: readonly string[], isAllowed: (...args: unknown[]) => boolean): void {
  for (const name of names) {
    const call = Reflect.get(owner, name) as Call | undefined;
    if (call === undefined) continue;
    replace(owner, name, (...args: unknown[]) => {
      if (!isAllowed(...args)) throw new Refused(name);
      return call.apply(owner, args);
    });
  }
}

/** Reading a file with the flag of writing empties it. */
function flagOf(options: unknown): unknown {
  return typeof options === 'object' && options !== null ? Reflect.get(options, 'flag') : undefined;
}

function pathOf(path: unknown): string {
  if (path instanceof URL) return resolve(fileURLToPath(path));
  return typeof path === 'string' ? resolve(path) : '';
}
