import path from 'node:path';
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { readLines } from './read-lines';

export const RECORD_FORMATS = ['jsonl', 'csv', 'tsv', 'txt'] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];
export type RecordFault = 'INVALID_RECORD' | 'MISSING_TEXT' | 'RECORD_TOO_LARGE';
export type RecordId = string | number;

export type InputRecord =
  | { readonly id: RecordId; readonly text: string }
  | { readonly id: RecordId; readonly fault: RecordFault; readonly message: string };

export interface FieldNames {
  readonly text: string;
  readonly id: string;
}

const BY_ENDING: Readonly<Record<string, RecordFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.txt': 'txt',
};
const MAX_CSV_RECORD_BYTES = 64 * 1024 * 1024;

/** By the file's ending; standard input, which has none, is JSONL. */
export function formatOf(file: string | undefined): RecordFormat | undefined {
  return file === undefined ? 'jsonl' : BY_ENDING[path.extname(file).toLowerCase()];
}

/** Records in input order; one without an id has its line or row number as id. A broken one is reported in its place. */
export function readRecords(source: Readable, format: RecordFormat, fields: FieldNames): AsyncGenerator<InputRecord> {
  if (format === 'jsonl') return readJsonLines(source, fields);
  if (format === 'txt') return readTextLines(source);
  return readTable(source, format === 'tsv' ? '\t' : ',', fields);
}

async function* readTextLines(source: Readable): AsyncGenerator<InputRecord> {
  for await (const line of readLines(source)) {
    yield line.isTooLong ? tooLong(line.number) : { id: line.number, text: line.text };
  }
}

const jsonObject = z.record(z.string(), z.unknown());

async function* readJsonLines(source: Readable, fields: FieldNames): AsyncGenerator<InputRecord> {
  for await (const line of readLines(source)) {
    if (line.isTooLong) yield tooLong(line.number);
    else if (line.text.trim() !== '') yield parseJsonLine(line.text, line.number, fields);
  }
}

function parseJsonLine(line: string, number: number, fields: FieldNames): InputRecord {
  try {
    return toRecord(jsonObject.parse(JSON.parse(line)), number, fields);
  } catch {
    return { id: number, fault: 'INVALID_RECORD', message: `line ${number} is not a JSON object` };
  }
}

async function* readTable(source: Readable, delimiter: string, fields: FieldNames): AsyncGenerator<InputRecord> {
  const parser = parse({
    delimiter,
    columns: true,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_CSV_RECORD_BYTES,
  });
  source.on('error', (error) => parser.destroy(error));
  let number = 0;
  for await (const row of source.pipe(parser)) yield toRecord(jsonObject.parse(row), ++number, fields);
}

function toRecord(row: Readonly<Record<string, unknown>>, number: number, fields: FieldNames): InputRecord {
  const id = row[fields.id];
  const known = typeof id === 'string' || typeof id === 'number' ? id : number;
  const text = row[fields.text];
  if (typeof text === 'string') return { id: known, text };
  return { id: known, fault: 'MISSING_TEXT', message: `record ${number} has no text in "${fields.text}"` };
}

function tooLong(number: number): InputRecord {
  return { id: number, fault: 'RECORD_TOO_LARGE', message: `line ${number} is longer than 64 Mi characters` };
}
