import type { CellBudget } from '@/ingestion/spreadsheet/cell-budget';
import { isoOfSerial } from '@/ingestion/spreadsheet/serial-date';
import {
  MAX_ROWS,
  MAX_SHEET_COLUMNS,
  numberCell,
  type SheetCell,
  type SheetRow,
} from '@/ingestion/spreadsheet/sheet-row';
import type { XlsxWorkbook } from '@/ingestion/spreadsheet/xlsx-workbook';
import type { XmlAttributes, XmlHandler } from '@/ingestion/spreadsheet/xml-stream';
import { unescapeXstring } from '@/ingestion/spreadsheet/xstring';
import { IngestionError } from '@/ingestion/types';

/** Turns the elements of a worksheet into rows. */
export class XlsxRows implements XmlHandler {
  hasMergedCells = false;
  private found: SheetRow[] = [];
  private row: SheetRow = { line: 0, cells: [], length: 0 };
  private column = -1;
  private type = '';
  private style = 0;
  private value: string | null = null;
  private hasFormula = false;
  private isValue = false;
  private isPhonetic = false;

  /** @param maxLength  Of a row; what is beyond is not kept, and `length` tells. */
  constructor(
    private readonly workbook: XlsxWorkbook,
    private readonly budget: CellBudget,
    private readonly maxLength: number,
  ) {}

  take(): SheetRow[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'c') this.openCell(attributes);
    else if (name === 'v' || name === 't') this.isValue = !this.isPhonetic;
    else if (name === 'row') this.openRow(attributes);
    else if (name === 'f') this.hasFormula = true;
    else if (name === 'rPh') this.isPhonetic = true;
    else if (name === 'mergeCell') this.hasMergedCells = true;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.isValue = false;
    else if (name === 'c') this.closeCell();
    else if (name === 'rPh') this.isPhonetic = false;
    else if (name === 'row' && this.row.cells.length > 0) this.found.push(this.row);
  }

  text(text: string): void {
    if (!this.isValue) return;
    this.row.length += text.length;
    if (this.row.length <= this.maxLength) this.value = (this.value ?? '') + text;
  }

  private openRow({ r }: XmlAttributes): void {
    const next = this.row.line + 1;
    const line = Number(r ?? next);
    // A number that goes back or is none would put rows in the wrong place.
    this.row = { line: Number.isInteger(line) && line >= next ? line : next, cells: [], length: 0 };
    if (this.row.line > MAX_ROWS) {
      throw new IngestionError(
        'DAMAGED_FILE',
        `A row of the sheet is numbered ${this.row.line}; there are ${MAX_ROWS}.`,
      );
    }
    this.column = -1;
  }

  private openCell({ r, t, s }: XmlAttributes): void {
    const next = this.column + 1;
    const column = r === undefined ? next : columnOf(r);
    this.column = Math.max(column, next);
    if (this.column >= MAX_SHEET_COLUMNS) {
      throw new IngestionError(
        'TOO_MANY_COLUMNS',
        `Row ${this.row.line} has a cell in column ${this.column + 1}; at most ${MAX_SHEET_COLUMNS} are read.`,
      );
    }
    this.type = t ?? 'n';
    this.style = Number(s ?? 0);
    this.value = null;
    this.hasFormula = false;
  }

  private closeCell(): void {
    const cell = this.readCell();
    if (cell === null) {
      this.budget.addBlank(1);
      return;
    }
    this.budget.addFilled();
    this.row.cells.push(cell);
  }

  private readCell(): SheetCell | null {
    const { column, value, type } = this;
    if (value === null) {
      return this.hasFormula ? { column, value: null, problem: 'FORMULA_NOT_COMPUTED', shown: '=' } : null;
    }
    if (type === 's') return this.sharedCell(value);
    if (type === 'b') return { column, value: value.trim() === '1' || value.trim() === 'true' };
    if (type === 'e') return { column, value: null, problem: 'CELL_ERROR', shown: value };
    if (type === 'n') return this.numericCell(value);
    // Formula results ('str'), texts in place ('inlineStr') and ISO dates ('d').
    return value.trim() === '' ? null : { column, value: unescapeXstring(value) };
  }

  private sharedCell(index: string): SheetCell | null {
    const { column, row } = this;
    const { strings } = this.workbook;
    if (strings === null) {
      throw new IngestionError('DAMAGED_FILE', 'The workbook lacks the part that holds the texts of its cells.');
    }
    const text = strings.at(Number(index));
    if (text === null) return { column, value: null, problem: 'CELL_ERROR', shown: `text number ${index}` };
    if (text.trim() === '') return null;
    row.length += text.length;
    return { column, value: row.length <= this.maxLength ? text : '' };
  }

  private numericCell(value: string): SheetCell | null {
    const { column } = this;
    const kind = this.workbook.dateKinds[this.style] ?? null;
    if (value.trim() === '') return null;
    const date = kind === null ? null : isoOfSerial(Number(value), kind, this.workbook.is1904);
    return date === null ? numberCell(column, value) : { column, value: date };
  }
}

/** 0-based column of a reference ('C5' → 2); -1 where it has no letters. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length && at < 8; at += 1) {
    const letter = reference.charCodeAt(at) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
}
