import type { ChildProcess } from 'node:child_process';
import { mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ArchiveRecovery } from '@/ingestion/child/archive-recovery';
import type { MemberBegun } from '@/ingestion/child/messages';
import { OutputMeter } from '@/ingestion/child/output-meter';
import { readerCode } from '@/ingestion/child/reader-code';
import { ReadingProcess } from '@/ingestion/child/reading-process';
import { startSandboxed } from '@/ingestion/child/sandbox';
import {
  type FilePreview,
  type GivenUpMember,
  type ImportEvent,
  IngestionError,
  type ReadOptions,
} from '@/ingestion/types';

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
  /** Awaited before reading goes on behind a file of an archive that has killed the process. */
  onGiveUp?: (member: GivenUpMember) => Promise<void>;
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
 * A file of an archive that kills the process becomes one rejected record, and another process goes on behind it
 * (child/archive-recovery.ts); whoever resumes an import later gives what `onGiveUp` was told as `givenUp`.
 *
 * @throws IngestionError as `readDocuments` does, and TIMEOUT, OUT_OF_MEMORY, OUTPUT_TOO_LARGE, PARSER_CRASHED.
 */
export async function* readDocumentsInChild(
  path: string,
  name: string,
  options: ReadInChildOptions = {},
): AsyncGenerator<ImportEvent> {
  const { limits: given, onSpawn, onGiveUp, onMember: _, signal, ...readOptions } = options;
  // The process stands in another folder: a path is only right from here.
  const file = resolve(path);
  const sizeBytes = await sizeOf(file);
  const limits = { ...DEFAULT_LIMITS, timeoutMs: 5 * MINUTE_MS + (sizeBytes / MIB) * TIMEOUT_MS_A_MIB, ...given };
  const output = new OutputMeter(sizeBytes);
  const recovery = new ArchiveRecovery([...(readOptions.givenUp ?? [])]);
  let asked: Omit<ReadOptions, 'signal' | 'onMember'> = readOptions;
  let usedMs = 0;
  for (;;) {
    const left = { ...limits, timeoutMs: limits.timeoutMs - usedMs };
    const reader = await openReader(file, { limits: left, output, signal, onMember: (begun) => recovery.begin(begun) });
    try {
      onSpawn?.(reader.process.child);
      reader.process.request({ type: 'read', path: file, name, options: asked });
      for (let events = await reader.process.next(); events !== null; events = await reader.process.next()) {
        yield* recovery.take(events);
        reader.process.taken();
      }
      return;
    } catch (failure) {
      const { memberMs, spentMs } = reader.process;
      const patienceMs = Math.min(limits.stallMs, limits.timeoutMs / 2);
      const next = recovery.after({ failure, memberMs, patienceMs });
      if (next === null) throw failure;
      // What a file that was given up has taken is not taken from its neighbours.
      usedMs += spentMs - (next.givenUp ? memberMs : 0);
      if (next.givenUp) await onGiveUp?.(next.givenUp);
      asked = { ...readOptions, ...next.options };
    } finally {
      await reader.close();
    }
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
  const { limits: given, onSpawn, onGiveUp: _, onMember: __, signal, ...readOptions } = options;
  const file = resolve(path);
  const limits = { ...DEFAULT_LIMITS, stallMs: PREVIEW_TIMEOUT_MS, timeoutMs: PREVIEW_TIMEOUT_MS, ...given };
  const reader = await openReader(file, { limits, output: new OutputMeter(await sizeOf(file)), signal });
  try {
    onSpawn?.(reader.process.child);
    reader.process.request({ type: 'preview', path: file, name, options: readOptions });
    return await reader.process.preview();
  } finally {
    await reader.close();
  }
}

interface ReaderRequest {
  limits: ReadLimits;
  output: OutputMeter;
  signal: AbortSignal | undefined;
  onMember?: (begun: MemberBegun) => void;
}

/** A reading process with a folder of its own, which goes when it goes. */
async function openReader(file: string, { limits, output, signal, onMember }: ReaderRequest) {
  const code = await readerCode();
  if (signal?.aborted) throw new IngestionError('CANCELLED', 'Reading was stopped on request.');
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'winnow-read-')));
  const child = startSandboxed({ code, file, folder, maxHeapMib: limits.maxHeapMib });
  const process = new ReadingProcess(child, limits, output, signal, onMember);
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
