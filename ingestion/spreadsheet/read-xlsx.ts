import type { BinaryReader } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { CellBudget } from '@/ingestion/spreadsheet/cell-budget';
import { chooseSheet, keepFirstRows, type SeenSheet } from '@/ingestion/spreadsheet/choose-sheet';
import type { SheetRow } from '@/ingestion/spreadsheet/sheet-row';
import { SheetTable } from '@/ingestion/spreadsheet/sheet-table';
import { XlsxRows } from '@/ingestion/spreadsheet/xlsx-rows';
import { openWorkbook, type XlsxSheet, type XlsxWorkbook } from '@/ingestion/spreadsheet/xlsx-workbook';
import { parseXml } from '@/ingestion/spreadsheet/xml-stream';
import { ZipPackage } from '@/ingestion/spreadsheet/zip-package';
import { DEFAULT_MAX_RECORD_LENGTH, type ImportSource, IngestionError, type ReadOptions } from '@/ingestion/types';

// A look at a sheet ends here once it has shown anything: its rows are long.
const CHUNKS_TO_LOOK_AT = 32;

/**
 * XLSX and XLSM, row by row. One sheet is read, the others are named (choose-sheet.ts); macros are not looked at; a formula
 * has the value it had when the file was saved.
 */
export const readXlsx: BinaryReader = async function* (source, options) {
  const zip = await ZipPackage.open(source);
  const workbook = await openWorkbook(zip, source);
  const looking = { zip, workbook, source, options, budget: new CellBudget(source) };
  const seen: SeenSheet[] = [];
  for (const [index, sheet] of workbook.sheets.entries()) seen.push(await lookAt(index, sheet, looking));
  const chosen = chooseSheet(seen);
  const sheet = chosen === null ? undefined : workbook.sheets[chosen.sheet.index];
  if (chosen === null || sheet === undefined) {
    throw new IngestionError('NO_RECORDS', `"${source.name}" has no sheet in which a cell holds anything.`);
  }
  const reading = { ...looking, budget: new CellBudget(source) };
  const rows = rowsOf(reading);
  const table = new SheetTable(chosen.header.line, chosen.notices, reading.budget, options);
  for await (const found of readRows(sheet, rows, reading)) {
    for (const row of found) yield* table.take(row);
  }
  yield* table.end();
  if (rows.hasMergedCells) yield { kind: 'notice', issue: issueOf('MERGED_CELLS', 0, '') };
};

interface Reading {
  zip: ZipPackage;
  workbook: XlsxWorkbook;
  source: ImportSource;
  options: ReadOptions;
  budget: CellBudget;
}

function rowsOf({ workbook, budget, options }: Reading): XlsxRows {
  return new XlsxRows(workbook, budget, options.maxRecordLength ?? DEFAULT_MAX_RECORD_LENGTH);
}

async function lookAt(index: number, sheet: XlsxSheet, reading: Reading): Promise<SeenSheet> {
  const rows: SheetRow[] = [];
  let chunks = 0;
  for await (const found of readRows(sheet, rowsOf(reading), reading)) {
    chunks += 1;
    if (!keepFirstRows(rows, found) || (rows.length > 0 && chunks >= CHUNKS_TO_LOOK_AT)) break;
  }
  return { index, name: sheet.name, isHidden: sheet.isHidden, rows };
}

async function* readRows({ part }: XlsxSheet, rows: XlsxRows, { zip, source }: Reading): AsyncGenerator<SheetRow[]> {
  for await (const _ of parseXml(source.name, zip.read(part), rows)) yield rows.take();
}
