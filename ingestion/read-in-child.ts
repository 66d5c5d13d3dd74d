import type { ChildProcess } from 'node:child_process';
import { mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { OutputMeter } from '@/ingestion/child/output-meter';
import { readerCode } from '@/ingestion/child/reader-code';
import { ReadingProcess } from '@/ingestion/child/reading-process';
import { startSandboxed } from '@/ingestion/child/sandbox';
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
 * The process has no secrets in its environment, limits on heap, memory, time and what it gives, never runs more than
 * two batches ahead of the caller, and ends with its parent, on `signal` and when the caller leaves the loop. It has no
 * network and writes nothing but to a folder that is removed with it; what holds it in is said in child/sandbox.ts.
 *
 * @param path   Local file.
 * @param name   File name as uploaded.
 * @throws IngestionError as `readDocuments` does, and TIMEOUT, OUT_OF_MEMORY, OUTPUT_TOO_LARGE, PARSER_CRASHED.
 */
export async function* readDocumentsInChild(
  path: string,
  name: string,
  options: ReadInChildOptions = {},
): AsyncGenerator<ImportEvent> {
  const { limits, onSpawn, signal, ...readOptions } = options;
  // The process stands in another folder: a path is only right from here.
  const file = resolve(path);
  const reader = await openReader(file, limits, signal);
  try {
    onSpawn?.(reader.process.child);
    reader.process.request({ type: 'read', path: file, name, options: readOptions });
    for (let events = await reader.process.next(); events !== null; events = await reader.process.next()) {
      yield* events;
      reader.process.taken();
    }
  } finally {
    await reader.close();
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
  const { limits, onSpawn, signal, ...readOptions } = options;
  const file = resolve(path);
  const patience = { stallMs: PREVIEW_TIMEOUT_MS, timeoutMs: PREVIEW_TIMEOUT_MS, ...limits };
  const reader = await openReader(file, patience, signal);
  try {
    onSpawn?.(reader.process.child);
    reader.process.request({ type: 'preview', path: file, name, options: readOptions });
    return await reader.process.preview();
  } finally {
    await reader.close();
  }
}

/** A reading process with a folder of its own, which goes when it goes. */
async function openReader(file: string, given: Partial<ReadLimits> | undefined, signal: AbortSignal | undefined) {
  const sizeBytes = await sizeOf(file);
  const limits = { ...DEFAULT_LIMITS, timeoutMs: 5 * MINUTE_MS + (sizeBytes / MIB) * TIMEOUT_MS_A_MIB, ...given };
  const code = await readerCode();
  if (signal?.aborted) throw new IngestionError('CANCELLED', 'Reading was stopped on request.');
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'winnow-read-')));
  const child = startSandboxed({ code, file, folder, maxHeapMib: limits.maxHeapMib });
  const process = new ReadingProcess(child, limits, new OutputMeter(sizeBytes), signal);
  const close = async () => {
    await process.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { process, close };
}

/** 0 for a file that is not there: the reading process reports it. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}
