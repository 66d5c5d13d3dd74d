import path from 'node:path';
import { z } from 'zod';
import { quoteInexactNumbers } from '@/ingestion/json/scan-tokens';
import { LineSplitter, type TextLine } from '@/ingestion/source/line-splitter';
import { DEFAULT_MAX_RECORD_LENGTH } from '@/ingestion/types';
import { decodeInput } from './decode-input';
import { readTable } from './read-table';
import { type FieldNames, type InputRecord, toRecord } from './records';

export const RECORD_FORMATS = ['jsonl', 'csv', 'tsv', 'txt'] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

const BY_ENDING: Readonly<Record<string, RecordFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.txt': 'txt',
};

export interface Input {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What messages call it. */
  readonly name: string;
  readonly format: RecordFormat;
}

/** By the file's ending; standard input, which has none, is JSONL. */
export function formatOf(file: string | undefined): RecordFormat | undefined {
  return file === undefined ? 'jsonl' : BY_ENDING[path.extname(file).toLowerCase()];
}

/**
 * Records in input order, in memory of one chunk and one record whatever the length; one without an id has the number
 * of its line as id. A broken one is reported in its place.
 *
 * @throws SetupError when the input is no text or its table has no column for the text.
 */
export function readRecords({ bytes, name, format }: Input, fields: FieldNames): AsyncGenerator<InputRecord> {
  const text = decodeInput(bytes, name);
  if (format === 'jsonl') return readJsonLines(text, fields);
  if (format === 'txt') return readTextLines(text);
  return readTable(text, format === 'tsv' ? '\t' : null, fields);
}

async function* readTextLines(text: AsyncIterable<string>): AsyncGenerator<InputRecord> {
  for await (const line of readLines(text))
    yield line.isTooLong ? tooLong(line.line) : { id: line.line, text: line.text };
}

async function* readJsonLines(text: AsyncIterable<string>, fields: FieldNames): AsyncGenerator<InputRecord> {
  for await (const line of readLines(text)) {
    if (line.isTooLong) yield tooLong(line.line);
    else if (line.text.trim() !== '') yield parseJsonLine(line, fields);
  }
}

async function* readLines(text: AsyncIterable<string>): AsyncGenerator<TextLine> {
  const lines = new LineSplitter(DEFAULT_MAX_RECORD_LENGTH);
  for await (const chunk of text) yield* lines.push(chunk);
  yield* lines.end();
}

const jsonObject = z.record(z.string(), z.unknown());

function parseJsonLine({ text, line }: TextLine, fields: FieldNames): InputRecord {
  try {
    // An id beyond 2^53 would come out as another number; it becomes text instead.
    const row = jsonObject.parse(JSON.parse(quoteInexactNumbers(text)?.json ?? text));
    return toRecord((name) => (Object.hasOwn(row, name) ? row[name] : undefined), line, fields);
  } catch {
    return { id: line, fault: 'INVALID_RECORD', message: `line ${line} is not a JSON object` };
  }
}

function tooLong(line: number): InputRecord {
  return { id: line, fault: 'RECORD_TOO_LARGE', message: `line ${line} is longer than 16 Mi characters` };
}
