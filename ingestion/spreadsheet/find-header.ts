import { isBlank, matchRole } from '@/ingestion/document/field-roles';
import type { SheetRow } from '@/ingestion/spreadsheet/sheet-row';

/** Rows looked at; titles and remarks above a table take a few lines. */
export const ROWS_TO_FIND_HEADER = 30;

export interface FoundHeader {
  /** Of the row that names the columns, or of the first row where none does. */
  line: number;
  /** Columns of it whose names are known. */
  knownCount: number;
}

/**
 * Finds the row that names the columns: the first with two known names; else the first with one under narrower rows only;
 * else the first that is at least half as wide as the widest.
 *
 * @param rows  The first rows that are not blank, at least one.
 */
export function findHeader(rows: readonly SheetRow[]): FoundHeader {
  const shapes = rows.map((row) => ({ line: row.line, knownCount: knownNames(row), width: filledCells(row) }));
  const two = shapes.find(({ knownCount }) => knownCount >= 2);
  const one = shapes.find(
    ({ knownCount, width }, index) => knownCount >= 1 && shapes.slice(0, index).every((above) => above.width < width),
  );
  const first = shapes[0] ?? { line: 1, knownCount: 0, width: 0 };
  const widest = Math.max(...shapes.map(({ width }) => width));
  const wide = shapes.find(({ width }) => 2 * width >= widest);
  const { line, knownCount } = two ?? one ?? wide ?? first;
  return { line, knownCount };
}

function knownNames({ cells }: SheetRow): number {
  const roles = cells.map(({ value }) => (typeof value === 'string' ? matchRole(value.trim())?.role : undefined));
  return new Set(roles.filter((role) => role !== undefined)).size;
}

function filledCells({ cells }: SheetRow): number {
  return cells.filter(({ value }) => !isBlank(value)).length;
}
