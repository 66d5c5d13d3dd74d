import { createReadStream } from 'node:fs';
import { CsvScanner } from '@/ingestion/csv/csv-scanner';
import { sniffTable } from '@/ingestion/csv/sniff-delimiter';
import { LineSplitter } from '@/ingestion/source/line-splitter';
import { DEFAULT_MAX_RECORD_LENGTH } from '@/ingestion/types';
import { decodeInput } from '../score/decode-input';
import { errorCode, SetupError } from '../setup-error';

/** One row of a file with its line, or why it could not be read. */
export type FileRow =
  | { readonly line: number; readonly values: ReadonlyMap<string, unknown> }
  | { readonly line: number; readonly fault: string };

/**
 * Rows of a CSV, TSV or JSONL file, told apart by content, in the encodings that an import reads. Labels are few: the
 * text is held whole.
 *
 * @throws SetupError when there is no such file or it is no text.
 */
export async function readRows(file: string): Promise<FileRow[]> {
  const text = await readText(file);
  return /^\s*\{/.test(text) ? readJsonLines(text) : readTableRows(text, file);
}

async function readText(file: string): Promise<string> {
  const chunks: string[] = [];
  try {
    for await (const chunk of decodeInput(createReadStream(file), file)) chunks.push(chunk);
  } catch (error) {
    if (error instanceof SetupError || errorCode(error) === undefined) throw error;
    throw new SetupError(`${file} cannot be read (${errorCode(error)}).`, 'Name a CSV, TSV or JSONL file of labels.', {
      cause: error,
    });
  }
  return chunks.join('');
}

function readJsonLines(text: string): FileRow[] {
  const splitter = new LineSplitter(DEFAULT_MAX_RECORD_LENGTH);
  return [...splitter.push(text), ...splitter.end()].flatMap((line): FileRow[] => {
    if (line.isTooLong) return [{ line: line.line, fault: 'the line is longer than 16 Mi characters' }];
    return line.text.trim() === '' ? [] : [parseJsonLine(line.text, line.line)];
  });
}

function parseJsonLine(text: string, line: number): FileRow {
  try {
    const row: unknown = JSON.parse(text);
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return { line, fault: 'it is no JSON object' };
    return { line, values: new Map(Object.entries(row)) };
  } catch {
    return { line, fault: 'it is no JSON object' };
  }
}

/** The first row that is not blank names the columns. */
function readTableRows(text: string, file: string): FileRow[] {
  const { delimiter } = sniffTable(
    text.slice(0, 64 * 1024),
    text.length <= 64 * 1024,
    /\.tsv$/i.test(file) ? '\t' : ',',
  );
  const scanner = new CsvScanner(delimiter, DEFAULT_MAX_RECORD_LENGTH);
  const rows: FileRow[] = [];
  let columns: readonly string[] | null = null;
  for (const row of [...scanner.push(text), ...scanner.end()]) {
    if (row.kind === 'rejected') rows.push({ line: row.issue.line, fault: row.issue.message });
    else if (row.values.every((value) => value.trim() === '') || /^sep=.?$/i.test(row.raw.trim())) continue;
    else if (columns === null) columns = row.values.map((name) => name.trim());
    else rows.push(toRow(columns, row.values, row.line));
  }
  return rows;
}

function toRow(columns: readonly string[], values: readonly string[], line: number): FileRow {
  if (values.slice(columns.length).some((value) => value.trim() !== '')) {
    return { line, fault: `it has ${values.length} values, the header ${columns.length} columns` };
  }
  return { line, values: new Map(columns.map((name, index) => [name, values[index] ?? ''])) };
}
