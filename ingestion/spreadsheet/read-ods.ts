import type { BinaryReader } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { damaged, encrypted } from '@/ingestion/source/file-failure';
import { CellBudget } from '@/ingestion/spreadsheet/cell-budget';
import { chooseSheet, keepFirstRows, type SeenSheet } from '@/ingestion/spreadsheet/choose-sheet';
import { type OdsRow, OdsRows } from '@/ingestion/spreadsheet/ods-rows';
import { SheetTable } from '@/ingestion/spreadsheet/sheet-table';
import { parseXml } from '@/ingestion/spreadsheet/xml-stream';
import { ZipPackage } from '@/ingestion/spreadsheet/zip-package';
import { DEFAULT_MAX_RECORD_LENGTH, type ImportSource, IngestionError, type ReadOptions } from '@/ingestion/types';

const CONTENT = 'content.xml';
const MANIFEST = 'META-INF/manifest.xml';

/**
 * OpenDocument spreadsheets, row by row, as XLSX is read. All sheets stand in one part, so it is gone through twice: to choose
 * the sheet, and to read it.
 */
export const readOds: BinaryReader = async function* (source, options) {
  const zip = await ZipPackage.open(source);
  // One that is encrypted as a whole has no content either.
  if (await isEncrypted(zip, source)) throw encrypted(source);
  if (!zip.has(CONTENT)) throw damaged(source, `it has no ${CONTENT}, which holds its sheets`);
  const chosen = chooseSheet(await lookAtSheets(zip, source, options));
  if (chosen === null) {
    throw new IngestionError('NO_RECORDS', `"${source.name}" has no sheet in which a cell holds anything.`);
  }
  const budget = new CellBudget(source);
  const rows = rowsOf(budget, options);
  const table = new SheetTable(chosen.header.line, chosen.notices, budget, options);
  for await (const found of readRows(zip, rows, source)) {
    for (const row of found) if (row.sheet === chosen.sheet.index) yield* table.take(row);
  }
  yield* table.end();
  if (rows.sheets[chosen.sheet.index]?.hasMergedCells) yield { kind: 'notice', issue: issueOf('MERGED_CELLS', 0, '') };
};

async function lookAtSheets(zip: ZipPackage, source: ImportSource, options: ReadOptions): Promise<SeenSheet[]> {
  const rows = rowsOf(new CellBudget(source), options);
  const seen: SeenSheet[] = [];
  for await (const found of readRows(zip, rows, source)) {
    for (const { name, isHidden } of rows.sheets.slice(seen.length)) {
      seen.push({ index: seen.length, name, isHidden, rows: [] });
    }
    for (const row of found) {
      const sheet = seen[row.sheet];
      if (sheet !== undefined) keepFirstRows(sheet.rows, [row]);
    }
  }
  return seen;
}

function rowsOf(budget: CellBudget, options: ReadOptions): OdsRows {
  return new OdsRows(budget, options.maxRecordLength ?? DEFAULT_MAX_RECORD_LENGTH);
}

async function* readRows(zip: ZipPackage, rows: OdsRows, source: ImportSource): AsyncGenerator<OdsRow[]> {
  for await (const _ of parseXml(source.name, zip.read(CONTENT), rows)) yield rows.take();
}

/** A password leaves the parts in place and says in the manifest how each was encrypted. */
async function isEncrypted(zip: ZipPackage, source: ImportSource): Promise<boolean> {
  if (!zip.has(MANIFEST)) return false;
  let found = false;
  const handler = {
    open: (name: string) => {
      if (name === 'encryption-data') found = true;
    },
    close: () => undefined,
    text: () => undefined,
  };
  for await (const _ of parseXml(source.name, zip.read(MANIFEST), handler)) if (found) break;
  return found;
}
