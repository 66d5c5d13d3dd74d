import { sniffTable, type TableShape } from '@/ingestion/csv/sniff-delimiter';
import { readTag } from '@/ingestion/ris/ris-tags';
import { markupFormat } from '@/ingestion/source/sniff-markup';
import { type DetectedFormat, IngestionError } from '@/ingestion/types';

export interface TextFormat {
  format: DetectedFormat;
  /** Column separator; null unless the format is a table. */
  delimiter: string | null;
}

const plain = (format: DetectedFormat): TextFormat => ({ format, delimiter: null });
const PLAIN_TEXT_ENDINGS = new Set(['', 'txt', 'text', 'md', 'asc']);
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
  const marked = markupFormat(head.trimStart()) ?? taggedFormat(isTableName ? lines.slice(0, 3) : lines.slice(0, 400));
  if (marked !== null) return plain(marked);
  const json = jsonFormat(lines, ending, isWhole);
  if (json !== null) return plain(json);
  if (ending === 'html' || ending === 'htm') return plain('html');
  if (['json', 'jsonl', 'ndjson', 'ris'].includes(ending)) {
    throw new IngestionError(
      'FORMAT_MISMATCH',
      `"${name}" is named .${ending}, but its content is not ${ending.toUpperCase()}.`,
    );
  }
  return tableOrText(sniffTable(head, isWhole, ending === 'csv' ? ',' : '\t'), ending, name);
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

/** Formats in which lines begin with tags. */
function taggedFormat(lines: readonly string[]): DetectedFormat | null {
  if (lines.some((line, index) => isRisStart(line, lines[index + 1]))) return 'ris';
  if (lines.slice(0, 40).some((line) => /^(?:PMID|PMCR|PMC |OWN |STAT|DCOM|FAU )- ?/.test(line))) return 'nbib';
  const [first = '', second = ''] = lines;
  if (/^\uFEFF?(?:FN |VR |PT [A-Z]$)/.test(first) && /^(?:FN|VR|PT|AU|TI) /.test(second)) return 'wos';
  if (
    /^<\d+>$/.test(first.trim()) &&
    lines.some((line) => /^(?:Accession Number|Unique Identifier|Title|Author)/.test(line))
  )
    return 'ovid';
  if (lines.some((line) => /^%[0AT] \S/.test(line)) && /^%[0-9A-Z?@*]\s/.test(first)) return 'refer';
  if (isBibtex(lines)) return 'bibtex';
  return lines.filter((line) => readTag(line)?.isExact).length >= 3 && lines.some((line) => /^ER {2}-\s*$/.test(line))
    ? 'ris'
    : null;
}

/** A type and, on the next line, another tag: prose that quotes one of them is not a RIS file. */
function isRisStart(line: string, next: string | undefined): boolean {
  const tag = readTag(line);
  if (tag?.tag !== 'TY' || !/^[A-Z][A-Z0-9]{1,9}$|^$/.test(tag.value)) return false;
  return next === undefined || readTag(next) !== null;
}

function isBibtex(lines: readonly string[]): boolean {
  const first = lines.slice(0, 60).find((line) => !/^\s*(?:%|\uFEFF$)/.test(line)) ?? '';
  const isEntry = (line: string) => /^\s*@[A-Za-z]+\s*[{(]/.test(line);
  return (
    isEntry(first) ||
    lines
      .slice(0, 60)
      .some((line) => /^\s*@(?:article|book|inproceedings|misc|comment|string|preamble)\s*[{(]/i.test(line))
  );
}

function jsonFormat(lines: readonly string[], ending: string, isWhole: boolean): DetectedFormat | null {
  const first = (lines[0] ?? '').trim();
  const isLinesName = ending === 'jsonl' || ending === 'ndjson';
  if (isLinesName) return lines.some((line) => /^\s*[{[]/.test(line)) ? 'jsonl' : null;
  const isObject = /^\{\s*(?:["}]|$)/.test(first);
  const isArray = /^\[\s*(?:[{["\]\d-]|true|false|null|$)/.test(first);
  if (!isObject && !(isArray && (ending === 'json' || /^\[\s*(?:\{|$)/.test(first)))) return null;
  if (isObject && lines.length > 1 && isJson(first)) return 'jsonl';
  // One line longer than the head cannot be parsed here; both readers take it, the line reader loses less.
  if (isObject && !isWhole && lines.length === 1 && ending !== 'json') return 'jsonl';
  return 'json';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
