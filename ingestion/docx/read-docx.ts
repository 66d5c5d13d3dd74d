import type { ParsedItem } from '@/ingestion/document/draft-record';
import { meaningfulTitle } from '@/ingestion/document/meaningful-title';
import { wholeFileRecord } from '@/ingestion/document/whole-file-record';
import { readCoreProperties } from '@/ingestion/docx/core-properties';
import { type DocxElement, type DocxText, documentText } from '@/ingestion/docx/document-text';
import { DocxParts } from '@/ingestion/docx/docx-parts';
import { damaged } from '@/ingestion/source/file-failure';
import { ZipPackage } from '@/ingestion/spreadsheet/zip-package';
import { DEFAULT_MAX_RECORD_LENGTH, type ImportSource, IngestionError, type ReadOptions } from '@/ingestion/types';

/**
 * Reads a Word file as one document: the title of its properties, else its first heading; all of its text with tables,
 * text boxes and notes; never a picture, inside or out.
 *
 * @throws IngestionError DAMAGED_FILE, ENCRYPTED_FILE, ENTITY_EXPANSION, DECOMPRESSION_BOMB.
 */
export async function* readDocx(source: ImportSource, options: ReadOptions): AsyncGenerator<ParsedItem> {
  const parts = new DocxParts(source, await ZipPackage.open(source));
  const { title, ...properties } = await readCoreProperties(parts);
  const { text, heading } = await readText(source, parts);
  const document = {
    title: meaningfulTitle(title, source.name) ?? heading,
    text,
    metadata: { ...properties },
    issues: [],
  };
  yield wholeFileRecord(document, options.maxRecordLength ?? DEFAULT_MAX_RECORD_LENGTH);
}

async function readText(source: ImportSource, parts: DocxParts): Promise<DocxText> {
  let found: DocxText | null = null;
  // Loaded when the first Word file comes: most imports have none.
  const { default: mammoth } = await import('mammoth');
  const take = (document: DocxElement) => {
    found = documentText(document);
    // Nothing is left to be made into HTML, and no picture to be opened for it.
    return { ...document, children: [] };
  };
  try {
    // mammoth takes any file that has these two functions; its types name only paths and bytes.
    await mammoth.convertToHtml({ file: parts } as never, { transformDocument: take, externalFileAccess: false });
  } catch (error) {
    throw failureOf(error, source);
  }
  return found ?? { text: '', heading: null };
}

/** mammoth has no errors of its own: what it cannot read, or read to the end of the stack, is damage. */
function failureOf(error: unknown, source: ImportSource): unknown {
  if (error instanceof IngestionError || !(error instanceof Error)) return error;
  return damaged(source, error.message.slice(0, 120).replace(/\.$/, ''));
}
