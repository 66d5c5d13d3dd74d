import { type Entry, getFileNameLowLevel } from 'yauzl';
import { cutWhole } from '@/ingestion/source/snippet';

export const MAX_NAME_LENGTH = 1_024;
const UNSHOWABLE = /[\p{Cc}\p{Surrogate}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
// Folders and files that systems put beside what a person packed.
const OF_THE_SYSTEM = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)/i;
const UNIX_MADE = new Set([3, 19]);
const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;

/** The name of an entry, fit to be shown. It is never used to reach anything. */
export function nameOf(entry: Entry): { path: string; oddity: string | null } {
  // yauzl gives bytes where it is asked not to decode.
  const raw = entry.fileNameRaw;
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, true);
  const shown = cutWhole(name.replace(UNSHOWABLE, '\uFFFD').replaceAll('\\', '/'), MAX_NAME_LENGTH);
  return { path: shown === '' ? '(no name)' : shown, oddity: oddityOf(name) };
}

export function isSkipped({ path, entry }: { path: string; entry: Entry }): boolean {
  return path.endsWith('/') || fileTypeOf(entry) === FOLDER || OF_THE_SYSTEM.test(path);
}

/** A link, a device or a pipe: its bytes are no file's. */
export function isSpecial(entry: Entry): boolean {
  const type = fileTypeOf(entry);
  return type !== 0 && type !== REGULAR_FILE && type !== FOLDER;
}

function fileTypeOf({ versionMadeBy, externalFileAttributes }: Entry): number {
  return UNIX_MADE.has(versionMadeBy >>> 8) ? (externalFileAttributes >>> 16) & FILE_TYPE : 0;
}

function oddityOf(name: string): string | null {
  if (name === '') return 'is empty';
  if (name.length > MAX_NAME_LENGTH) return `is longer than ${MAX_NAME_LENGTH} characters`;
  if (/(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name)) return 'leads out of the archive';
  if (/^(?:[/\\]|[A-Za-z]:)/.test(name)) return 'is that of a place on a disk';
  return name.search(UNSHOWABLE) >= 0 ? 'holds characters that cannot be shown' : null;
}
