import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InferenceError } from '../errors';
import { connectionTrouble, fetchFromHub, PassingTrouble } from './hub-client';
import type { HubOptions } from './hub-options';
import type { RemoteFile } from './repository';
import { StallGuard } from './stall-guard';
import { type Patience, withTries } from './tries';

export interface Download {
  readonly hub: HubOptions;
  readonly patience: Patience;
  /** Silence after which a try is given up. */
  readonly stallMs: number;
  readonly signal: AbortSignal;
  /** Bytes of the file that are here. */
  readonly onBytes: (bytes: number) => void;
}

/** Less than this between two failures is no progress: a server cannot keep us busy for ever with single bytes. */
const PROGRESS_BYTES = 2 ** 20;

/**
 * Brings a file into a folder, whole and with the right hash, going on where an earlier try stopped.
 *
 * The unfinished file is named after the hash it must have and only ever grows from its beginning without a hole. So
 * several processes may fetch into it at once: they write the same bytes to the same places, and whoever is done first
 * gives the file its name.
 *
 * @throws InferenceError DOWNLOAD_HASH_WRONG, or as fetchFromHub does after the last try; the caller's abort reason.
 */
export async function downloadFile(file: RemoteFile, folder: string, download: Download): Promise<void> {
  const target = path.join(folder, file.name);
  const part = partOf(file, folder);
  // The second round is for a file put together from answers that did not belong together, and begins with nothing.
  for (const isSecondRound of [false, true]) {
    if (await hasHash(target, file)) return download.onBytes(file.bytes);
    if (isSecondRound) await rm(part, { force: true });
    await fetchWhole(file, { target, part }, download);
    if (await hasHash(part, file)) {
      await rename(part, target).catch(async (error: unknown) => {
        // Another process that fetched the same file was faster.
        if (!(await hasHash(target, file))) throw error;
      });
      await rm(etagOf(part), { force: true });
      return;
    }
  }
  await rm(part, { force: true });
  throw new InferenceError(
    'DOWNLOAD_HASH_WRONG',
    `${file.name} is not what the hub says it is (${file.hash.algorithm} ${file.hash.hex}). It was deleted; try again, or another HF_ENDPOINT`,
  );
}

/** Bytes of a file that an earlier try has left in the folder. */
export async function bytesHere(file: RemoteFile, folder: string): Promise<number> {
  const whole = await sizeOf(path.join(folder, file.name));
  return whole || sizeOf(partOf(file, folder));
}

async function fetchWhole(
  file: RemoteFile,
  { target, part }: { target: string; part: string },
  download: Download,
): Promise<void> {
  let furthest = await sizeOf(part);
  let reached = furthest;
  const hasProgressed = () => {
    const isFurther = reached - furthest >= PROGRESS_BYTES;
    furthest = Math.max(furthest, reached);
    return isFurther;
  };
  const onBytes = (bytes: number) => {
    reached = bytes;
    download.onBytes(bytes);
  };
  const isHere = async () => (await sizeOf(part)) === file.bytes || (await sizeOf(target)) === file.bytes;
  const fetchUntilHere = async () => {
    while (!(await isHere())) await fetchRest(file, part, { ...download, onBytes });
  };
  await withTries(fetchUntilHere, download.patience, download.signal, hasProgressed);
  download.onBytes(file.bytes);
}

/** One answer of the server, from where the unfinished file ends. */
async function fetchRest(file: RemoteFile, part: string, download: Download): Promise<void> {
  const guard = new StallGuard(download.signal, download.stallMs);
  if ((await sizeOf(part)) > file.bytes) await rm(part);
  const from = await sizeOf(part);
  const etag = from > 0 ? await readEtag(part) : null;
  try {
    const range = { range: `bytes=${from}-`, ...(etag && { 'if-range': etag }) };
    const response = await fetchFromHub(download.hub, file.address, from > 0 ? range : {}, guard.signal);
    const start = startOf(response, file, from, etag);
    if (start === 'another-file') {
      await response.body?.cancel().catch(() => undefined);
      await rm(part, { force: true });
      return;
    }
    await writeBody(response, file, part, { start, from }, { guard, onBytes: download.onBytes });
  } finally {
    guard.end();
  }
}

/** At which byte the answer begins, or that it is of another file than the one that was begun. */
function startOf(response: Response, file: RemoteFile, from: number, etag: string | null): number | 'another-file' {
  const current = strongEtag(response);
  if (from > 0 && response.status === 416) return 'another-file';
  if (from > 0 && etag && current && etag !== current) return 'another-file';
  if (response.status === 200) {
    requireLength(response, file.bytes, file);
    return 0;
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (Number(range?.[1]) !== from || (range?.[2] !== '*' && Number(range?.[2]) !== file.bytes)) {
    throw wrongAnswer(file, `it was asked for the bytes from ${from} and sends ${range?.[0] ?? 'others'}`);
  }
  return from;
}

async function writeBody(
  response: Response,
  file: RemoteFile,
  part: string,
  { start, from }: { start: number; from: number },
  { guard, onBytes }: { guard: StallGuard; onBytes: (bytes: number) => void },
): Promise<void> {
  // A server that knows no ranges sends all of it again; what is here already is read over.
  if (from === 0) await keepEtag(part, strongEtag(response));
  const handle = await openPart(part);
  try {
    let position = start;
    for await (const chunk of chunksOf(response, file, guard)) {
      guard.touch();
      if (position + chunk.byteLength > file.bytes) throw wrongAnswer(file, `it sends more than ${file.bytes} bytes`);
      const isNew = position + chunk.byteLength > from;
      if (isNew) await writeFully(handle, chunk, position);
      position += chunk.byteLength;
      if (isNew) onBytes(position);
    }
    if (position < file.bytes) throw connectionTrouble(new Error('the connection broke off'), new URL(file.address));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* chunksOf(response: Response, file: RemoteFile, guard: StallGuard): AsyncGenerator<Uint8Array> {
  const body = response.body?.[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await body?.next().catch((error: unknown) => {
        guard.signal.throwIfAborted();
        throw connectionTrouble(error, new URL(file.address));
      });
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    await body?.return?.().catch(() => undefined);
  }
}

/** For reading and writing, made when it is not there, never emptied: another process may be writing into it. */
async function openPart(part: string): Promise<FileHandle> {
  await writeFile(part, '', { flag: 'a' });
  return open(part, 'r+');
}

async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) {
    const result = await handle.write(bytes, written, bytes.byteLength - written, position + written);
    written += result.bytesWritten;
  }
}

function requireLength(response: Response, expected: number, file: RemoteFile): void {
  const length = response.headers.get('content-length');
  if (length === null || Number(length) === expected) return;
  throw wrongAnswer(file, `${expected} bytes were announced, ${length} are sent`);
}

function wrongAnswer({ name }: RemoteFile, what: string): PassingTrouble {
  return new PassingTrouble(new InferenceError('HUB_ANSWER_INVALID', `${name} cannot be fetched: ${what}`));
}

function partOf(file: RemoteFile, folder: string): string {
  return path.join(folder, `${file.name}.${file.hash.hex}.part`);
}

/** Beside the unfinished file: which of the server's files its beginning is. */
function etagOf(part: string): string {
  return `${part}.etag`;
}

async function keepEtag(part: string, etag: string | null): Promise<void> {
  if (etag) await writeFile(etagOf(part), etag);
  else await rm(etagOf(part), { force: true });
}

async function readEtag(part: string): Promise<string | null> {
  const etag = await readFile(etagOf(part), 'utf8').catch(() => null);
  return etag && isStrong(etag) ? etag : null;
}

function strongEtag(response: Response): string | null {
  const etag = response.headers.get('etag');
  return etag && isStrong(etag) ? etag : null;
}

/** A weak one does not promise the same bytes. */
function isStrong(etag: string): boolean {
  return /^"[\x21\x23-\x7e]{1,200}"$/.test(etag);
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

async function hasHash(file: string, { bytes, hash }: RemoteFile): Promise<boolean> {
  if ((await sizeOf(file)) !== bytes) return false;
  const digest = createHash(hash.algorithm === 'git' ? 'sha1' : hash.algorithm);
  if (hash.algorithm === 'git') digest.update(`blob ${bytes}\0`);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) digest.update(chunk);
  } catch {
    // Another process has just given it its name.
    return false;
  }
  return digest.digest('hex') === hash.hex;
}
