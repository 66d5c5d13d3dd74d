import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { readDocuments } from '@/ingestion/read-documents';
import { localFile } from '@/ingestion/source/local-file';
import {
  type ImportCode,
  type ImportEvent,
  type ImportSource,
  IngestionError,
  type ReadOptions,
  type RecordIssue,
  type SourceDocument,
} from '@/ingestion/types';

/** Everything a file gave, sorted by kind of event. */
export interface ReadFile {
  events: ImportEvent[];
  documents: SourceDocument[];
  rejected: RecordIssue[];
  warnings: RecordIssue[];
  counts: { read: number; accepted: number; repaired: number; rejected: number } | null;
  failure: IngestionError | null;
}

export function fixture(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

export function fileSource(path: string): ImportSource {
  return localFile(path, basename(path));
}

/** @param chunkSize  Bytes a chunk; small ones cut records, characters and line ends in two. */
export function bytesSource(name: string, content: string | Buffer, chunkSize = 65_536): ImportSource {
  const bytes = Buffer.from(content);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, index) =>
    bytes.subarray(index * chunkSize, (index + 1) * chunkSize),
  );
  return {
    name,
    sizeBytes: bytes.length,
    open: () => Readable.from(chunks, { objectMode: false }),
    slice: async (start, end) => bytes.subarray(start, end),
  };
}

export async function readAll(source: ImportSource, options: ReadOptions = {}): Promise<ReadFile> {
  return collect(readDocuments(source, options));
}

export async function readText(name: string, content: string | Buffer, options: ReadOptions = {}): Promise<ReadFile> {
  return readAll(bytesSource(name, content), options);
}

export async function collect(events: AsyncIterable<ImportEvent>): Promise<ReadFile> {
  const read: ReadFile = { events: [], documents: [], rejected: [], warnings: [], counts: null, failure: null };
  try {
    for await (const event of events) {
      read.events.push(event);
      if (event.type === 'document') read.documents.push(event.document);
      else if (event.type === 'rejected') read.rejected.push(event.issue);
      else if (event.type === 'warning') read.warnings.push(event.issue);
      else if (event.type === 'finished') read.counts = event.counts;
    }
  } catch (error) {
    if (!(error instanceof IngestionError)) throw error;
    read.failure = error;
  }
  return read;
}

export function codesOf(issues: readonly RecordIssue[]): ImportCode[] {
  return issues.map(({ code }) => code);
}

/** Line and code, as '3 UNCLOSED_QUOTE'. */
export function linesOf(issues: readonly RecordIssue[]): string[] {
  return issues.map(({ line, code }) => `${line} ${code}`);
}

export const squeezed = (text: string | null) => (text ?? '').split(/\s+/).filter(Boolean).join(' ');

/** First 16 hex digits of the SHA-256 of texts joined by LF. */
export function digest(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16);
}
