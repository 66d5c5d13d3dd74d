import { isBlank, type RoleMatch } from '@/ingestion/document/field-roles';
import type { JsonValue } from '@/ingestion/types';

/** Rows looked at before the text column is chosen by its content, where no column with a known name holds any. */
export const ROWS_TO_GUESS_FROM = 50;

/**
 * Index of the column that is read as the text of a table in which no column known as title or text holds anything: the
 * one with the most letters among those that mean nothing else.
 *
 * @param matches  What the name of each column means.
 * @param rows     The first ROWS_TO_GUESS_FROM rows, values in the order of the columns.
 * @returns null when a known column holds something, or no unknown one holds a letter.
 */
export function guessTextColumn(
  matches: ReadonlyArray<RoleMatch | null>,
  rows: ReadonlyArray<readonly JsonValue[]>,
): number | null {
  if (rows.some((row) => row.some((value, index) => isContent(matches[index]) && !isBlank(value)))) return null;
  let best: number | null = null;
  let bestLetters = 0;
  for (const index of matches.keys()) {
    if (matches[index] !== null) continue;
    const letters = rows.reduce((sum, row) => sum + letterCount(row[index]), 0);
    if (letters > bestLetters) {
      best = index;
      bestLetters = letters;
    }
  }
  return best;
}

function isContent(match: RoleMatch | null | undefined): boolean {
  return match?.role === 'title' || match?.role === 'text';
}

function letterCount(value: JsonValue | undefined): number {
  return typeof value === 'string' ? value.replace(/[^\p{L}]/gu, '').length : 0;
}
