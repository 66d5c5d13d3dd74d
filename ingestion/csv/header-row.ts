import { isBlank, matchRole } from '@/ingestion/document/field-roles';

/** Rows looked at; what stands above a table (who exported it, when, what was searched for) takes a few lines. */
export const ROWS_TO_FIND_HEADER = 30;

/**
 * Which row names the columns: the first, unless nothing in it is known by name and a later one has two known names under
 * narrower rows only.
 *
 * @param rows  The values of the first rows that are not blank.
 * @returns An index into `rows`; 0 where none is sure.
 */
export function headerIndex(rows: ReadonlyArray<readonly string[]>): number {
  const [first = [], ...others] = rows.slice(0, ROWS_TO_FIND_HEADER);
  if (knownCount(first) > 0) return 0;
  let widest = filled(first);
  for (const [index, values] of others.entries()) {
    const width = filled(values);
    if (width > widest && knownCount(values) >= 2) return index + 1;
    widest = Math.max(widest, width);
  }
  return 0;
}

/** Fields whose names are among the values. */
export function knownCount(values: readonly string[]): number {
  return new Set(values.map((name) => matchRole(name.trim())?.role).filter((role) => role !== undefined)).size;
}

function filled(values: readonly string[]): number {
  return values.filter((value) => !isBlank(value)).length;
}
