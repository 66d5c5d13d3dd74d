import { matchRole } from '@/ingestion/document/field-roles';
import { issueOf } from '@/ingestion/document/record-issue';
import type { RecordIssue } from '@/ingestion/types';

// Column names are short; a cell as long as this is a title or an abstract.
const MAX_NAME_LENGTH = 100;
const MAX_RENAMES_TOLD = 20;

/** The row that names the columns, or the first of a table that has none. */
export interface HeaderRow {
  line: number;
  values: readonly string[];
  raw: string;
}

interface Header {
  /** Unique, none empty, none `__proto__`. */
  columns: string[];
  /** The row is data: columns are numbered and the row is a record too. */
  isMissing: boolean;
  issues: RecordIssue[];
}

/** Makes safe and unique column names out of the first row of a table. */
export function readHeader(row: HeaderRow): Header {
  const names = row.values.map((value) => value.trim());
  if (isData(names)) {
    const columns = names.map((_, index) => `column ${index + 1}`);
    return { columns, isMissing: true, issues: [issueOf('HEADER_MISSING', row.line, row.raw)] };
  }
  return { ...safeColumns(names, row), isMissing: false };
}

/** Names that are unique, not empty and not `__proto__`, and what had to be renamed for it. */
export function safeColumns(
  names: readonly string[],
  { line, raw }: Pick<HeaderRow, 'line' | 'raw'>,
): Pick<Header, 'columns' | 'issues'> {
  const taken = new Set<string>();
  const issues: RecordIssue[] = [];
  const columns = names.map((name, index) => {
    const column = uniqueName(name, index, taken);
    taken.add(column);
    if (column !== name && issues.length < MAX_RENAMES_TOLD) {
      const message = `Column ${index + 1}, "${name.slice(0, 80)}", is called "${column.slice(0, 80)}" in the metadata.`;
      issues.push({ ...issueOf('HEADER_RENAMED', line, raw, message), field: name });
    }
    return column;
  });
  return { columns, issues };
}

function uniqueName(name: string, index: number, taken: ReadonlySet<string>): string {
  if (name !== '' && name !== '__proto__' && !taken.has(name)) return name;
  let column = `${name} (column ${index + 1})`.trim();
  while (taken.has(column)) column += '*';
  return column;
}

/** A sentence, an address, a DOI. */
const IS_VALUE = /^\S+(?:\s+\S+){3,}[.!?]$|^https?:\/\/|^10\.\d{4,9}\//;

/** Nothing is known by name, and a cell is a number, as long as no name is, or what no name would be. */
function isData(names: readonly string[]): boolean {
  if (names.some((name) => matchRole(name) !== null)) return false;
  return names.some((name) => name.length > MAX_NAME_LENGTH || IS_VALUE.test(name) || /^-?\d+(?:[.,]\d+)?$/.test(name));
}
