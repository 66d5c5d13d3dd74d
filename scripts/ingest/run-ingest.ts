import { once } from 'node:events';
import { basename } from 'node:path';
import type { Writable } from 'node:stream';
import { reportOn } from '@/ingestion/import-report';
import { type ReadInChildOptions, readDocumentsInChild } from '@/ingestion/read-in-child';
import { IngestionError } from '@/ingestion/types';

const EXIT_READ = 0;
const EXIT_FILE_FAILED = 2;

export interface IngestOptions {
  /** One report a file, and no documents. */
  readonly isCheck: boolean;
  readonly reading?: ReadInChildOptions;
}

/**
 * `winnow ingest`: documents as JSONL, or with `isCheck` one report a file, on `stdout`; what went wrong with a file as
 * a whole on `stderr` (in a check it is part of the report). A failed file does not keep the next from being read.
 *
 * @returns 0, or 2 when a file failed as a whole.
 */
export async function runIngest(
  files: readonly string[],
  { isCheck, reading = {} }: IngestOptions,
  stdout: Writable,
  stderr: Writable,
): Promise<number> {
  let exitStatus = EXIT_READ;
  for (const path of files) {
    const failed = isCheck ? await checkFile(path, reading, stdout) : await printFile(path, reading, stdout, stderr);
    if (failed) exitStatus = EXIT_FILE_FAILED;
  }
  return exitStatus;
}

async function checkFile(path: string, reading: ReadInChildOptions, stdout: Writable): Promise<boolean> {
  const report = await reportOn(basename(path), readDocumentsInChild(path, basename(path), reading));
  await write(stdout, `${JSON.stringify(report)}\n`);
  return report.code !== undefined;
}

async function printFile(
  path: string,
  reading: ReadInChildOptions,
  stdout: Writable,
  stderr: Writable,
): Promise<boolean> {
  try {
    for await (const event of readDocumentsInChild(path, basename(path), reading)) {
      if (event.type === 'document') await write(stdout, `${JSON.stringify(event.document)}\n`);
      if (event.type !== 'rejected') continue;
      const { file, line, code, message } = event.issue;
      const place = file === undefined ? path : `${path}/${file}`;
      await write(stderr, `winnow: ${place}:${line}: ${code}: ${message}\n`);
    }
  } catch (error) {
    if (!(error instanceof IngestionError)) throw error;
    await write(stderr, `winnow: ${path}: ${error.code}: ${error.message}\n`);
    return true;
  }
  return false;
}

/** Waits where the reader of the pipe is slower, so that memory stays bounded. */
async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
