import { encrypted } from '@/ingestion/source/file-failure';
import { OleDirectory } from '@/ingestion/source/ole-directory';
import { ZipPackage } from '@/ingestion/spreadsheet/zip-package';
import { type DetectedFormat, type ImportSource, IngestionError } from '@/ingestion/types';

const ZIP_KINDS: ReadonlySet<DetectedFormat> = new Set(['zip', 'xlsx', 'docx', 'ods']);
const OLE_KINDS: ReadonlySet<DetectedFormat> = new Set(['xls', 'doc']);
const OPEN_SPREADSHEET = 'application/vnd.oasis.opendocument.spreadsheet';
const OPEN_TEXT = 'application/vnd.oasis.opendocument.text';

/**
 * What a file is whose first bytes only tell its container: an office file says in the directory of its ZIP, or of its OLE
 * container, what it is, and neither need stand at the beginning.
 *
 * @param detected  What the first bytes show (`sniffBinary`).
 * @throws IngestionError ENCRYPTED_FILE for an office file behind a password.
 */
export async function sniffContainer(
  detected: DetectedFormat | null,
  source: ImportSource,
): Promise<DetectedFormat | null> {
  if (detected !== null && OLE_KINDS.has(detected)) return oleKind(detected, source);
  return detected !== null && ZIP_KINDS.has(detected) ? zipKind(detected, source) : detected;
}

async function zipKind(detected: DetectedFormat, source: ImportSource): Promise<DetectedFormat> {
  const zip = await ZipPackage.open(source).catch((error: unknown) => {
    if (error instanceof IngestionError) return null;
    throw error;
  });
  // A damaged directory is for the reader of the format to report.
  if (zip === null) return detected;
  if (zip.has('xl/workbook.bin')) return 'xlsb';
  if (zip.has('xl/workbook.xml')) return 'xlsx';
  if (zip.has('word/document.xml')) return 'docx';
  const names = [...zip.names];
  if (zip.has('project.json') && names.some((name) => /^(?:data\/|reviews\/|data_store\.db$)/.test(name)))
    return 'asreview';
  const mimetype = await mimetypeOf(zip);
  if (mimetype.startsWith(OPEN_SPREADSHEET)) return 'ods';
  if (mimetype.startsWith(OPEN_TEXT)) return 'odt';
  if (/^application\/(?:vnd\.oasis|epub)/.test(mimetype)) return 'package';
  if (!zip.has('[Content_Types].xml')) return 'zip';
  // Relations may call the workbook and the document anything.
  if (names.some((name) => name.startsWith('xl/'))) return 'xlsx';
  return names.some((name) => name.startsWith('word/')) ? 'docx' : 'package';
}

async function mimetypeOf(zip: ZipPackage): Promise<string> {
  if (!zip.has('mimetype')) return '';
  for await (const bytes of zip.read('mimetype')) return bytes.toString('latin1', 0, 100);
  return '';
}

async function oleKind(detected: DetectedFormat, source: ImportSource): Promise<DetectedFormat> {
  const names = new Set(await new OleDirectory(source).names());
  if (names.has('EncryptedPackage')) throw encrypted(source);
  if (names.has('Workbook') || names.has('Book')) return 'xls';
  return names.size > 0 ? 'doc' : detected;
}
