import { sniffTable, type TableShape } from '@/ingestion/csv/sniff-delimiter';
import { findRecordLists } from '@/ingestion/json/record-list';
import { markupFormat } from '@/ingestion/source/sniff-markup';
import { sniffTaggedFormat } from '@/ingestion/source/sniff-tagged-format';
import { type DetectedFormat, IngestionError } from '@/ingestion/types';

export interface TextFormat {
  format: DetectedFormat;
  /** Column separator; null unless the format is a table. */
  delimiter: string | null;
}

const plain = (format: DetectedFormat): TextFormat => ({ format, delimiter: null });
const PLAIN_TEXT_ENDINGS = new Set(['', 'txt', 'text', 'md', 'asc']);
/** What these endings say that content must be. */
const PROMISED: ReadonlyMap<string, string> = new Map([
  ['json', 'JSON'],
  ['jsonl', 'JSONL'],
  ['ndjson', 'NDJSON'],
  ['ris', 'RIS'],
  ['nbib', 'MEDLINE'],
  ['isi', 'Web of Science text'],
  ['ciw', 'Web of Science text'],
  ['enw', 'EndNote (refer)'],
  ['bib', 'BibTeX'],
  ['xml', 'XML'],
  ['nxml', 'XML'],
  ['pdf', 'a PDF'],
  ['docx', 'a Word document'],
  ['xlsx', 'an Excel workbook'],
  ['xlsm', 'an Excel workbook'],
  ['ods', 'an OpenDocument spreadsheet'],
  ['parquet', 'Parquet'],
  ['zip', 'a ZIP archive'],
  ['gz', 'gzip'],
]);
const TABLE_ENDINGS = new Set(['csv', 'tsv', 'tab']);

/**
 * Names the format of a text by its content; its file name decides only where content allows several.
 *
 * @param head     The beginning of the decoded text (64 Ki characters are plenty).
 * @param isWhole  True when it is the whole text.
 * @param name     File name.
 * @throws IngestionError FORMAT_MISMATCH when the name promises a format the content is not,
 *   UNKNOWN_FORMAT when neither says anything.
 */
export function sniffTextFormat(head: string, isWhole: boolean, name: string): TextFormat {
  const ending = endingOf(name);
  const lines = head.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const isTableName = TABLE_ENDINGS.has(ending);
  const marked = markupFormat(head.trimStart());
  if (marked !== null) return plain(marked);
  // What begins as JSON is JSON, whatever its texts quote; a file named so may still hold references.
  const json = jsonFormat(lines, ending, isWhole);
  if (json !== null && /^\s*[{[]/.test(lines[0] ?? '')) return plain(json);
  const tagged = sniffTaggedFormat(lines.slice(0, isTableName ? 3 : linesToJudge(ending))) ?? json;
  if (tagged !== null) return plain(tagged);
  if (ending === 'html' || ending === 'htm') return plain('html');
  return tableOrText(sniffTable(head, isWhole, ending === 'csv' ? ',' : '\t'), ending, name);
}

/** What a database writes above its records may be long; where the name promises them, all that is there is looked at. */
function linesToJudge(ending: string): number {
  return PROMISED.has(ending) ? Number.POSITIVE_INFINITY : 400;
}

function tableOrText(shape: TableShape, ending: string, name: string): TextFormat {
  const table: TextFormat = { format: shape.delimiter === '\t' ? 'tsv' : 'csv', delimiter: shape.delimiter };
  if (TABLE_ENDINGS.has(ending)) {
    return shape.columnCount > 1
      ? table
      : { format: ending === 'csv' ? 'csv' : 'tsv', delimiter: ending === 'csv' ? ',' : '\t' };
  }
  // In a file that is not named a table, a sentence with a comma must not pass for a header.
  if (shape.columnCount > 1 && shape.rowCount > 1 && shape.knownCount >= 2 && shape.regularity > 0.5) return table;
  if (PLAIN_TEXT_ENDINGS.has(ending)) return plain('txt');
  const promised = PROMISED.get(ending);
  if (promised !== undefined) {
    throw new IngestionError('FORMAT_MISMATCH', `"${name}" is named .${ending}, but its content is not ${promised}.`);
  }
  throw new IngestionError(
    'UNKNOWN_FORMAT',
    `"${name}" is text, but of no format that is known. Name it .txt to read it as one document.`,
  );
}

function endingOf(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const dot = base.lastIndexOf('.');
  return dot <= 0 ? '' : base.slice(dot + 1).toLowerCase();
}

function jsonFormat(lines: readonly string[], ending: string, isWhole: boolean): DetectedFormat | null {
  const first = (lines[0] ?? '').trim();
  const isLinesName = ending === 'jsonl' || ending === 'ndjson';
  if (isLinesName && lines.some((line) => /^\s*[{[]/.test(line))) {
    return goesOverLines(first) || isFrame(first, lines.length) ? 'json' : 'jsonl';
  }
  if (isLinesName) return null;
  const isObject = /^\{\s*(?:["}]|$)/.test(first);
  const isArray = /^\[\s*(?:[{["\]\d-]|true|false|null|$)/.test(first);
  if (!isObject && !(isArray && (ending === 'json' || /^\[\s*(?:\{|$)/.test(first)))) return null;
  if (isObject && isFrame(first, lines.length)) return 'json';
  if (isObject && lines.length > 1 && isJson(first)) return 'jsonl';
  // One line longer than the head cannot be parsed here; both readers take it, the line reader loses less.
  if (isObject && !isWhole && lines.length === 1 && ending !== 'json') return 'jsonl';
  return 'json';
}

/** A list, or an object over several lines, in a file that is named as if each line were a record. */
function goesOverLines(first: string): boolean {
  return /^\[\s*(?:\{|$)/.test(first) || /^\{$/.test(first) || (/^\{.*\},$/.test(first) && isJson(first.slice(0, -1)));
}

/** An object that holds its records in a list: also where each line is one, as pages of a search are stored. */
function isFrame(first: string, lineCount: number): boolean {
  if (!first.startsWith('{')) return false;
  const { chosen, hasFields } = findRecordLists(first);
  return chosen !== null && (lineCount === 1 || !hasFields);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
