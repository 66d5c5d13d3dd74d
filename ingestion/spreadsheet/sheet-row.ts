import type { ImportCode, JsonValue } from '@/ingestion/types';

/** A row as the sheet has it. */
export interface SheetRow {
  /** 1-based number that a person sees beside it. */
  line: number;
  /** Cells that hold something, column (0-based) ascending. */
  cells: SheetCell[];
  /** Characters of all its cells. */
  length: number;
}

export interface SheetCell {
  column: number;
  value: JsonValue;
  /** What was wrong with the cell; its value is then null or text as it stands. */
  problem?: Extract<ImportCode, 'CELL_ERROR' | 'FORMULA_NOT_COMPUTED' | 'NUMBER_KEPT_AS_TEXT'>;
  /** What is shown of the cell where something was wrong. */
  shown?: string;
}

/** Rows and columns of the largest sheet there can be. */
export const MAX_ROWS = 1_048_576;
export const MAX_SHEET_COLUMNS = 16_384;

/** A number as the JSON reader has it: whole numbers beyond 2^53, written in digits, stay text. */
export function numberCell(column: number, written: string): SheetCell {
  const text = written.trim();
  const number = Number(text);
  if (text === '' || !Number.isFinite(number)) return { column, value: written };
  const isExact = !/^-?\d+$/.test(text) || Number.isSafeInteger(number);
  return isExact
    ? { column, value: number === 0 ? 0 : number }
    : { column, value: text, problem: 'NUMBER_KEPT_AS_TEXT', shown: text };
}
