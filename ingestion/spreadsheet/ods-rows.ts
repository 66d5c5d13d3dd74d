import type { CellBudget } from '@/ingestion/spreadsheet/cell-budget';
import {
  MAX_ROWS,
  MAX_SHEET_COLUMNS,
  numberCell,
  type SheetCell,
  type SheetRow,
} from '@/ingestion/spreadsheet/sheet-row';
import type { XmlAttributes, XmlHandler } from '@/ingestion/spreadsheet/xml-stream';
import { IngestionError } from '@/ingestion/types';

// A row that is repeated often is a format drawn down the page; with content, nobody copies it more often.
const MAX_REPEATED_ROWS = 10_000;

/** A row, and the sheet it belongs to. */
export interface OdsRow extends SheetRow {
  sheet: number;
}

export interface OdsSheet {
  name: string;
  isHidden: boolean;
  hasMergedCells: boolean;
}

/** Turns the elements of an OpenDocument spreadsheet, which holds all sheets in one part, into rows. */
export class OdsRows implements XmlHandler {
  readonly sheets: OdsSheet[] = [];
  private readonly hiddenStyles = new Set<string>();
  private style = '';
  private found: OdsRow[] = [];
  private row: OdsRow = { sheet: -1, line: 0, cells: [], length: 0 };
  private nextLine = 1;
  private rowRepeat = 1;
  private column = 0;
  private cell: { attributes: XmlAttributes; repeat: number; paragraphs: string[] } | null = null;
  private isInParagraph = false;
  /** Remarks on a cell, and drawings, are not its value. */
  private ignoredDepth = 0;

  /** @param maxLength  Of a row; what is beyond is not kept, and `length` tells. */
  constructor(
    private readonly budget: CellBudget,
    private readonly maxLength: number,
  ) {}

  take(): OdsRow[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (this.ignoredDepth > 0 || name === 'annotation' || name === 'frame' || name === 'shapes') this.ignoredDepth += 1;
    else if (name === 'table-cell' || name === 'covered-table-cell') this.openCell(attributes);
    else if (name === 'p' && this.cell !== null) this.openParagraph(this.cell.paragraphs);
    else if (this.isInParagraph) this.addText(blankOf(name, attributes));
    else if (name === 'table-row') this.openRow(attributes);
    else if (name === 'table') this.openSheet(attributes);
    else if (name === 'style') this.style = attributes['style:name'] ?? '';
    else if (name === 'table-properties' && attributes['table:display'] === 'false') this.hiddenStyles.add(this.style);
  }

  close(name: string): void {
    if (this.ignoredDepth > 0) this.ignoredDepth -= 1;
    else if (name === 'p') this.isInParagraph = false;
    else if (name === 'table-cell' || name === 'covered-table-cell') this.closeCell();
    else if (name === 'table-row') this.closeRow();
  }

  text(text: string): void {
    // Blanks in the XML are one; more of them are elements of their own.
    if (this.isInParagraph && this.ignoredDepth === 0) this.addText(text.replace(/[ \t\r\n]+/g, ' '));
  }

  private openSheet(attributes: XmlAttributes): void {
    const isHidden = this.hiddenStyles.has(attributes['table:style-name'] ?? '');
    this.sheets.push({ name: attributes['table:name'] ?? '', isHidden, hasMergedCells: false });
    this.nextLine = 1;
  }

  private openRow(attributes: XmlAttributes): void {
    this.rowRepeat = repeatOf(attributes['table:number-rows-repeated']);
    this.row = { sheet: this.sheets.length - 1, line: this.nextLine, cells: [], length: 0 };
    this.nextLine += this.rowRepeat;
    this.column = 0;
  }

  private openCell(attributes: XmlAttributes): void {
    const sheet = this.sheets.at(-1);
    const spans = [attributes['table:number-columns-spanned'], attributes['table:number-rows-spanned']];
    if (sheet !== undefined && spans.some((span) => span !== undefined && span !== '1')) sheet.hasMergedCells = true;
    this.cell = { attributes, repeat: repeatOf(attributes['table:number-columns-repeated']), paragraphs: [] };
  }

  private openParagraph(paragraphs: string[]): void {
    paragraphs.push('');
    this.isInParagraph = true;
  }

  private addText(text: string): void {
    const paragraphs = this.cell?.paragraphs;
    this.row.length += text.length;
    if (paragraphs === undefined || this.row.length > this.maxLength) return;
    paragraphs[paragraphs.length - 1] += text;
  }

  private closeCell(): void {
    if (this.cell === null) return;
    const { attributes, repeat, paragraphs } = this.cell;
    this.cell = null;
    const value = readCell(this.column, attributes, paragraphs.join('\n'));
    if (value === null) this.budget.addBlank(1);
    else this.repeatCell(value, repeat);
    this.column += repeat;
  }

  private repeatCell(cell: SheetCell, repeat: number): void {
    if (this.column + repeat > MAX_SHEET_COLUMNS) {
      throw new IngestionError(
        'TOO_MANY_COLUMNS',
        `Row ${this.row.line} has a cell in column ${this.column + repeat}; at most ${MAX_SHEET_COLUMNS} are read.`,
      );
    }
    this.budget.addFilled();
    const length = typeof cell.value === 'string' ? cell.value.length : 1;
    this.row.length += length * (repeat - 1);
    for (let index = 0; index < repeat; index += 1) this.row.cells.push({ ...cell, column: this.column + index });
  }

  private closeRow(): void {
    const { row, rowRepeat } = this;
    if (row.cells.length === 0) return;
    if (row.line + rowRepeat - 1 > MAX_ROWS) {
      throw new IngestionError('DAMAGED_FILE', `A row of the sheet is numbered ${row.line}; there are ${MAX_ROWS}.`);
    }
    if (rowRepeat > MAX_REPEATED_ROWS) {
      throw new IngestionError('DECOMPRESSION_BOMB', `Row ${row.line} says that it is there ${rowRepeat} times.`);
    }
    for (let index = 0; index < rowRepeat; index += 1) this.found.push({ ...row, line: row.line + index });
  }
}

function readCell(column: number, attributes: XmlAttributes, text: string): SheetCell | null {
  const type = attributes['office:value-type'];
  if (attributes['calcext:value-type'] === 'error') return { column, value: null, problem: 'CELL_ERROR', shown: text };
  if (type === 'float' || type === 'percentage' || type === 'currency') {
    return numberCell(column, attributes['office:value'] ?? text);
  }
  if (type === 'boolean') return { column, value: attributes['office:boolean-value'] === 'true' };
  if (type === 'date') return { column, value: dateOf(attributes['office:date-value'] ?? text) };
  if (type === 'time') return { column, value: clockOf(attributes['office:time-value'] ?? text) };
  const value = attributes['office:string-value'] ?? text;
  if (value.trim() !== '') return { column, value };
  const isFormula = type === undefined && attributes['table:formula'] !== undefined;
  return isFormula ? { column, value: null, problem: 'FORMULA_NOT_COMPUTED', shown: '=' } : null;
}

function dateOf(written: string): string {
  return written.replace(/T00:00:00(?:\.0+)?$/, '');
}

/** 'PT12H30M00S' as '12:30:00'; what is no such duration stays as it is. */
function clockOf(written: string): string {
  const parts = /^PT(\d+)H(\d+)M(\d+)(?:[.,](\d*?)0*)?S$/.exec(written);
  if (parts === null) return written;
  const [hours = '', minutes = '', seconds = '', fraction = ''] = parts.slice(1);
  const clock = [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':');
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

function blankOf(name: string, attributes: XmlAttributes): string {
  if (name === 's') return ' '.repeat(Math.min(repeatOf(attributes['text:c']), 32_767));
  if (name === 'tab') return '\t';
  return name === 'line-break' ? '\n' : '';
}

function repeatOf(written: string | undefined): number {
  const repeat = Number(written ?? 1);
  return Number.isInteger(repeat) && repeat > 0 ? repeat : 1;
}
