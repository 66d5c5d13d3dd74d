import { posix } from 'node:path';
import { damaged } from '@/ingestion/source/file-failure';
import { type DateKind, dateKindOf } from '@/ingestion/spreadsheet/serial-date';
import { StringStore } from '@/ingestion/spreadsheet/string-store';
import { parseXml, type XmlAttributes } from '@/ingestion/spreadsheet/xml-stream';
import { unescapeXstring } from '@/ingestion/spreadsheet/xstring';
import type { ZipPackage } from '@/ingestion/spreadsheet/zip-package';
import { type ImportSource, IngestionError } from '@/ingestion/types';

const MAX_SHARED_BYTES = 384 * 1024 * 1024;
// Nobody makes more; each costs a look.
const MAX_SHEETS = 255;
const MAX_STYLES = 100_000;

export interface XlsxSheet {
  name: string;
  part: string;
  isHidden: boolean;
}

/** What the sheets of a workbook share. */
export interface XlsxWorkbook {
  sheets: XlsxSheet[];
  /** null where the workbook has none. */
  strings: StringStore | null;
  /** By the number that a cell gives as its style; null: no date. */
  dateKinds: Array<DateKind | null>;
  is1904: boolean;
}

interface Relation {
  id: string;
  /** Last word of its type: 'worksheet', 'styles', 'sharedStrings'. */
  kind: string;
  part: string;
}

/** @throws IngestionError DAMAGED_FILE, ENTITY_EXPANSION, SHARED_TEXT_TOO_LARGE. */
export async function openWorkbook(zip: ZipPackage, source: ImportSource): Promise<XlsxWorkbook> {
  const main = (await relationsOf('', zip, source)).find(({ kind }) => kind === 'officeDocument')?.part;
  const part = main !== undefined && zip.has(main) ? main : 'xl/workbook.xml';
  if (!zip.has(part)) throw damaged(source, 'it has no workbook');
  const relations = await relationsOf(part, zip, source);
  const partOf = (kind: string) => relations.find((relation) => relation.kind === kind && zip.has(relation.part))?.part;
  const { sheets, is1904 } = await readSheets(part, relations, zip, source);
  return {
    sheets,
    is1904,
    strings: await readSharedStrings(partOf('sharedStrings'), zip, source),
    dateKinds: await readStyles(partOf('styles'), zip, source),
  };
}

/** Reads a part whole; what is wanted of it is a few attributes. */
async function eachElement(
  part: string,
  zip: ZipPackage,
  { name }: ImportSource,
  open: (name: string, attributes: XmlAttributes) => void,
  close: (name: string) => void = () => undefined,
  text: (text: string) => void = () => undefined,
): Promise<void> {
  const chunks = parseXml(name, zip.read(part), { open, close, text });
  for await (const _ of chunks);
}

async function relationsOf(part: string, zip: ZipPackage, source: ImportSource): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const file = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations: Relation[] = [];
  if (!zip.has(file)) return relations;
  await eachElement(file, zip, source, (element, { Id, Type = '', Target, TargetMode }) => {
    if (element !== 'Relationship' || Id === undefined || Target === undefined || TargetMode === 'External') return;
    const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
    relations.push({ id: Id, kind: Type.slice(Type.lastIndexOf('/') + 1), part: target });
  });
  return relations;
}

async function readSheets(part: string, relations: readonly Relation[], zip: ZipPackage, source: ImportSource) {
  const sheets: XlsxSheet[] = [];
  let is1904 = false;
  await eachElement(part, zip, source, (element, attributes) => {
    if (element === 'workbookPr') is1904 = isTrue(attributes.date1904);
    if (element !== 'sheet' || sheets.length >= MAX_SHEETS) return;
    const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];
    const relation = relations.find((candidate) => candidate.id === id);
    const name = attributes.name ?? '';
    // Which sheet is read depends on all: one that is not there could have been it.
    if (relation === undefined || !zip.has(relation.part)) throw sheetMissing(name, source);
    // Charts and dialogs are sheets without rows.
    if (relation.kind !== 'worksheet') return;
    const isHidden = attributes.state === 'hidden' || attributes.state === 'veryHidden';
    sheets.push({ name, part: relation.part, isHidden });
  });
  return { sheets, is1904 };
}

async function readSharedStrings(part: string | undefined, zip: ZipPackage, source: ImportSource) {
  if (part === undefined) return null;
  const strings = new StringStore();
  let text = '';
  let isText = false;
  let isPhonetic = false;
  await eachElement(
    part,
    zip,
    source,
    (element) => {
      if (element === 'si') text = '';
      else if (element === 't') isText = !isPhonetic;
      else if (element === 'rPh') isPhonetic = true;
    },
    (element) => {
      if (element === 't') isText = false;
      else if (element === 'rPh') isPhonetic = false;
      else if (element === 'si') {
        strings.add(unescapeXstring(text));
        if (strings.sizeBytes > MAX_SHARED_BYTES) throw tooMuchText(source);
      }
    },
    (part) => {
      if (isText) text += part;
    },
  );
  return strings;
}

async function readStyles(part: string | undefined, zip: ZipPackage, source: ImportSource) {
  const kinds: Array<DateKind | null> = [];
  if (part === undefined) return kinds;
  const codes = new Map<number, string>();
  let isCellFormat = false;
  await eachElement(
    part,
    zip,
    source,
    (element, { numFmtId, formatCode }) => {
      if (element === 'cellXfs') isCellFormat = true;
      else if (element === 'numFmt' && codes.size < MAX_STYLES) codes.set(Number(numFmtId), formatCode ?? '');
      else if (element === 'xf' && isCellFormat && kinds.length < MAX_STYLES) {
        const id = Number(numFmtId ?? 0);
        kinds.push(dateKindOf(id, codes.get(id)));
      }
    },
    (element) => {
      if (element === 'cellXfs') isCellFormat = false;
    },
  );
  return kinds;
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

function sheetMissing(name: string, source: ImportSource): IngestionError {
  const advice = 'open it in a spreadsheet program, which may mend it, and save it anew';
  return damaged(source, `it names a sheet "${name.slice(0, 80)}" that it does not hold; ${advice}`);
}

function tooMuchText({ name }: ImportSource): IngestionError {
  const limitMib = MAX_SHARED_BYTES / 1024 / 1024;
  return new IngestionError(
    'SHARED_TEXT_TOO_LARGE',
    `"${name}" was not read: the different texts of its sheets are more than ${limitMib} MiB. Split it, or save it as CSV.`,
  );
}
