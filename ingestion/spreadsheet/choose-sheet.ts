import { isBlank } from '@/ingestion/document/field-roles';
import { issueOf } from '@/ingestion/document/record-issue';
import { type FoundHeader, findHeader, ROWS_TO_FIND_HEADER } from '@/ingestion/spreadsheet/find-header';
import type { SheetRow } from '@/ingestion/spreadsheet/sheet-row';
import type { RecordIssue } from '@/ingestion/types';

const MAX_SHEETS_NAMED = 10;

/** A sheet after a look at its beginning. */
export interface SeenSheet {
  index: number;
  name: string;
  isHidden: boolean;
  /** The first rows that are not blank, at most ROWS_TO_FIND_HEADER. */
  rows: SheetRow[];
}

export interface ChosenSheet {
  sheet: SeenSheet;
  header: FoundHeader;
  /** Names the sheets that hold something too and are not read. */
  notices: RecordIssue[];
}

/** Keeps the first rows that hold something. @returns false when there are enough. */
export function keepFirstRows(kept: SheetRow[], rows: readonly SheetRow[]): boolean {
  for (const row of rows) {
    if (kept.length < ROWS_TO_FIND_HEADER && row.cells.some(({ value }) => !isBlank(value))) kept.push(row);
  }
  return kept.length < ROWS_TO_FIND_HEADER;
}

/** The sheet with the most known columns, among equals the first; one that is hidden only where no other holds anything. */
export function chooseSheet(sheets: readonly SeenSheet[]): ChosenSheet | null {
  const filled = sheets.filter(({ rows }) => rows.length > 0);
  const visible = filled.filter(({ isHidden }) => !isHidden);
  const candidates = (visible.length > 0 ? visible : filled).map((sheet) => ({
    sheet,
    header: findHeader(sheet.rows),
  }));
  const [first, ...others] = candidates;
  if (first === undefined) return null;
  const best = others.reduce(
    (found, candidate) => (candidate.header.knownCount > found.header.knownCount ? candidate : found),
    first,
  );
  return { ...best, notices: othersNotice(best.sheet, filled) };
}

function othersNotice(read: SeenSheet, filled: readonly SeenSheet[]): RecordIssue[] {
  const others = filled.filter((sheet) => sheet !== read);
  if (others.length === 0) return [];
  const names = others
    .slice(0, MAX_SHEETS_NAMED)
    .map(({ name, isHidden }) => `"${name.slice(0, 40)}"${isHidden ? ' (hidden)' : ''}`);
  const more = others.length > names.length ? ` and ${others.length - names.length} more` : '';
  const message = `The sheet "${read.name.slice(0, 40)}" was read; not read: ${names.join(', ')}${more}.`;
  return [issueOf('OTHER_SHEETS', 0, '', message)];
}
