import type { ChildProcess } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ReadingProcess } from '@/ingestion/child/reading-process';
import { type FilePreview, type ImportEvent, IngestionError, type ReadOptions } from '@/ingestion/types';

export interface ReadLimits {
  /** Time the reading process may take in all, in ms; time in which the caller is busy with events does not count. */
  timeoutMs: number;
  /** Time it may take from one batch of events to the next, in ms. */
  stallMs: number;
  /** JavaScript heap, in MiB (V8's --max-old-space-size). */
  maxHeapMib: number;
  /** Resident memory of the whole process, in MiB; watched on Linux only. */
  maxResidentMib: number;
}

export interface ReadInChildOptions extends ReadOptions {
  limits?: Partial<ReadLimits>;
  /** Told the process when it runs, for tests and for logs. */
  onSpawn?: (child: ChildProcess) => void;
}

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;
const DEFAULT_LIMITS = { stallMs: 2 * MINUTE_MS, maxHeapMib: 512, maxResidentMib: 1024 };
// A twentieth of the speed that text is read at on one slow core.
const TIMEOUT_MS_A_MIB = 2_000;
const PREVIEW_TIMEOUT_MS = MINUTE_MS;

/**
 * `readDocuments` in a process of its own: whatever a file does to the parser, the caller goes on.
 *
 * The process has no secrets in its environment, limits on heap, memory and time, never runs more than two batches
 * ahead of the caller, and ends with its parent, on `signal` and when the caller leaves the loop. It is not cut off from
 * the network or the file system: Node's permission model differs between 20, 22 and 24 and does not hold the loader of
 * TypeScript on 20; the parsers themselves open nothing but the stream they are given.
 *
 * @param path   Local file.
 * @param name   File name as uploaded.
 * @throws IngestionError as `readDocuments` does, and TIMEOUT, OUT_OF_MEMORY, PARSER_CRASHED.
 */
export async function* readDocumentsInChild(
  path: string,
  name: string,
  options: ReadInChildOptions = {},
): AsyncGenerator<ImportEvent> {
  const { limits: given, onSpawn, signal, ...readOptions } = options;
  const limits = { ...DEFAULT_LIMITS, timeoutMs: await defaultTimeoutMs(path), ...given };
  if (signal?.aborted) throw new IngestionError('CANCELLED', 'Reading was stopped on request.');
  const reading = new ReadingProcess(limits, signal);
  try {
    onSpawn?.(reading.child);
    // The process stands in another folder: a path is only right from here.
    reading.request({ type: 'read', path: resolve(path), name, options: readOptions });
    for (let events = await reading.next(); events !== null; events = await reading.next()) {
      yield* events;
      reading.taken();
    }
  } finally {
    await reading.stop();
  }
}

/**
 * `previewFile` in a process of its own, with the limits of `readDocumentsInChild` but for the time: a person waits.
 *
 * @throws IngestionError as `previewFile` does, and TIMEOUT, OUT_OF_MEMORY, PARSER_CRASHED, CANCELLED.
 */
export async function previewInChild(
  path: string,
  name: string,
  options: ReadInChildOptions = {},
): Promise<FilePreview> {
  const { limits: given, onSpawn, signal, ...readOptions } = options;
  if (signal?.aborted) throw new IngestionError('CANCELLED', 'Reading was stopped on request.');
  const limits = { ...DEFAULT_LIMITS, stallMs: PREVIEW_TIMEOUT_MS, timeoutMs: PREVIEW_TIMEOUT_MS, ...given };
  const reading = new ReadingProcess(limits, signal);
  try {
    onSpawn?.(reading.child);
    reading.request({ type: 'preview', path: resolve(path), name, options: readOptions });
    return await reading.preview();
  } finally {
    await reading.stop();
  }
}

async function defaultTimeoutMs(path: string): Promise<number> {
  const sizeBytes = await stat(path).then(
    (found) => found.size,
    // The reading process reports the file that is not there.
    () => 0,
  );
  return 5 * MINUTE_MS + (sizeBytes / MIB) * TIMEOUT_MS_A_MIB;
}
