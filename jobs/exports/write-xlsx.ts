import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { JsonValue } from '@/ingestion/types';
import { CUT_COLUMN } from '@/ingestion/winnow/export-columns';
import { safeCellText } from '@/jobs/exports/cell-text';
import type { ExportRecord, ExportTable } from '@/jobs/exports/export-table';
import { ExportRefused, type ExportWriter, type WriterOptions } from '@/jobs/exports/export-writer';

/** What a sheet holds (ECMA-376 and Excel's own limits). */
export const MOST_ROWS = 1_048_575;
const MOST_COLUMNS = 16_384;
const LONGEST_CELL = 32_767;
const CUT_MARK = ' [cut]';
/** Beyond, the archive needs a form that spreadsheets do not open. */
const MOST_BYTES = 4_000_000_000;

/** An Excel workbook of one sheet, its first row fixed: texts are texts, never formulas; longer ones are cut and named. */
export const writeXlsx: ExportWriter = (table, batches, options) => {
  if (table.columns.length > MOST_COLUMNS) {
    throw new ExportRefused('TOO_MANY_COLUMNS', `A sheet has at most ${MOST_COLUMNS} columns.`);
  }
  const zip = new ZipFile();
  for (const [path, xml] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(xml), path);
  const sheet = Readable.from(sheetXml(table, batches, options), { objectMode: false });
  const output = zip.outputStream as Readable;
  // Whatever reading or limits throw ends the file, and with it the export.
  sheet.on('error', (error) => output.destroy(error));
  zip.on('error', (error: Error) => output.destroy(error));
  // And whoever stops taking bytes ends the reading.
  output.on('close', () => sheet.destroy());
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.end();
  return output;
};

async function* sheetXml(
  table: ExportTable,
  batches: AsyncIterable<readonly ExportRecord[]>,
  options: WriterOptions,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  const take = (xml: string) => {
    const chunk = Buffer.from(xml);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) {
      throw new ExportRefused('TOO_LARGE', 'The sheet would be larger than 4 GB. Export CSV, JSONL or Parquet.');
    }
    return chunk;
  };
  const { columns } = table;
  const header = columns.map((name) => textCell(safeCellText(name, name, options.isNeutralised)));
  yield take(`${SHEET_START}<row>${header.join('')}</row>`);
  for await (const batch of batches) {
    const rows = batch.map((record) => rowXml(columns, table.cellsOf(record), options));
    yield take(rows.join(''));
  }
  yield take(SHEET_END);
}

function rowXml(columns: readonly string[], values: readonly JsonValue[], options: WriterOptions): string {
  const cut: string[] = [];
  const cells = values.map((value, place) => {
    const column = columns[place] ?? '';
    if (typeof value === 'number') return `<c><v>${value}</v></c>`;
    if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`;
    if (column === CUT_COLUMN) return '';
    const text = safeCellText(column, value, options.isNeutralised);
    if (text.length <= LONGEST_CELL) return textCell(text);
    cut.push(column);
    options.onCut();
    return textCell(text.slice(0, LONGEST_CELL - CUT_MARK.length).replace(/[\uD800-\uDBFF]$/, '') + CUT_MARK);
  });
  cells[columns.indexOf(CUT_COLUMN)] = textCell(cut.join('; '));
  return `<row>${cells.join('')}</row>`;
}

function textCell(text: string): string {
  return text === '' ? '<c/>' : `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

/** What XML cannot hold is written as the format writes it, and so is what reads like that. */
function escapeXml(text: string): string {
  return (
    text
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      .replace(/[\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]/g, (sign) => {
        return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
      })
  );
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const SHEET_START =
  `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>';
const SHEET_END = '</sheetData></worksheet>';

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    `${XML}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  '_rels/.rels':
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
    `<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml':
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">` +
    '<sheets><sheet name="Winnow" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
    `<Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};
