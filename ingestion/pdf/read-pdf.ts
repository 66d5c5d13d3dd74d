import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { ParsedItem } from '@/ingestion/document/draft-record';
import { meaningfulTitle } from '@/ingestion/document/meaningful-title';
import { issueOf } from '@/ingestion/document/record-issue';
import { wholeFileRecord } from '@/ingestion/document/whole-file-record';
import { isIntact } from '@/ingestion/pdf/is-intact';
import { joinLines } from '@/ingestion/pdf/join-lines';
import { largestHeading } from '@/ingestion/pdf/largest-heading';
import { failureOf, openPdf, type Pdf } from '@/ingestion/pdf/open-pdf';
import { type PageLine, pageLines } from '@/ingestion/pdf/page-lines';
import {
  DEFAULT_MAX_RECORD_LENGTH,
  type ImportSource,
  IngestionError,
  type ReadOptions,
  type RecordIssue,
} from '@/ingestion/types';

const MAX_PAGES = 5_000;

/**
 * Reads a PDF as one document: the title of its properties, else the largest letters of its first page; the text of its
 * pages in their order, a blank line between them.
 *
 * @throws IngestionError DAMAGED_FILE, ENCRYPTED_FILE, SCANNED_PDF, TOO_MANY_PAGES, ENTRY_TOO_LARGE, CANCELLED.
 */
export async function* readPdf(source: ImportSource, options: ReadOptions): AsyncGenerator<ParsedItem> {
  const issues = (await isIntact(source)) ? [] : [issueOf('PDF_RECOVERED', 1, '')];
  const pdf = await openPdf(source);
  try {
    if (pdf.numPages > MAX_PAGES) throw tooManyPages(source, pdf.numPages);
    const pages = await readPages(pdf, source, options, issues);
    const { title, ...properties } = await propertiesOf(pdf);
    const document = {
      title: meaningfulTitle(title, source.name) ?? pages.heading,
      text: pages.text,
      metadata: { ...properties, pageCount: pdf.numPages },
      issues,
    };
    yield wholeFileRecord(document, options.maxRecordLength ?? DEFAULT_MAX_RECORD_LENGTH);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function readPages(pdf: Pdf, source: ImportSource, options: ReadOptions, issues: RecordIssue[]) {
  const maxLength = options.maxRecordLength ?? DEFAULT_MAX_RECORD_LENGTH;
  const texts: string[] = [];
  const unreadable: number[] = [];
  let heading: string | null = null;
  let length = 0;
  let filledFields = 0;
  // One page beyond the limit is enough to be over it.
  for (let number = 1; number <= pdf.numPages && length <= maxLength; number += 1) {
    if (options.signal?.aborted) throw new IngestionError('CANCELLED', 'Reading was stopped on request.');
    const page = await readPage(pdf, number);
    if (page === null) {
      unreadable.push(number);
      continue;
    }
    filledFields += page.filledFields;
    if (page.lines.length === 0) continue;
    if (texts.length === 0) heading = largestHeading(page.lines);
    const text = joinLines(page.lines);
    texts.push(text);
    length += text.length;
  }
  const { numPages } = pdf;
  if (unreadable.length === numPages) throw failureOf(new Error('No page can be read.'), source);
  if (texts.length === 0) throw scanned(source, numPages);
  const blank = length > maxLength ? 0 : numPages - texts.length - unreadable.length;
  issues.push(...pageIssues({ numPages, unreadable, blank, filledFields }));
  return { text: texts.join('\n\n'), heading };
}

interface PageFindings {
  numPages: number;
  unreadable: number[];
  blank: number;
  filledFields: number;
}

function pageIssues({ numPages, unreadable, blank, filledFields }: PageFindings): RecordIssue[] {
  const issues: RecordIssue[] = [];
  const firstUnreadable = unreadable[0];
  if (firstUnreadable !== undefined) {
    const message = `${unreadable.length} of ${numPages} pages cannot be read, the first of them page ${firstUnreadable}.`;
    issues.push(issueOf('PAGES_UNREADABLE', firstUnreadable, '', message));
  }
  if (blank > 0) {
    const message = `${blank} of ${numPages} pages hold no text; where they are pictures of text, it is not read.`;
    issues.push(issueOf('PAGES_WITHOUT_TEXT', 1, '', message));
  }
  if (filledFields > 0) {
    const message = `Fields of the form that are filled in: ${filledFields}. Their values are not part of the text.`;
    issues.push(issueOf('FORM_FIELDS', 1, '', message));
  }
  return issues;
}

/** null when the page is broken; the others need not be. */
async function readPage(pdf: Pdf, number: number): Promise<{ lines: PageLine[]; filledFields: number } | null> {
  try {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent({ disableNormalization: false });
    const filledFields = await filledFieldsOf(page);
    page.cleanup();
    return { lines: pageLines(items), filledFields };
  } catch {
    return null;
  }
}

/** How many fields of a page somebody has filled in; none where they cannot be read. */
async function filledFieldsOf(page: PDFPageProxy): Promise<number> {
  const annotations: unknown[] = await page.getAnnotations().catch(() => []);
  return annotations.filter(isFilledField).length;
}

function isFilledField(annotation: unknown): boolean {
  const { fieldType, fieldValue } = annotation as { fieldType?: unknown; fieldValue?: unknown };
  return (
    (fieldType === 'Tx' || fieldType === 'Ch') && [fieldValue].flat().some((value) => value !== null && value !== '')
  );
}

async function propertiesOf(pdf: Pdf) {
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  const text = (name: string) => {
    const value: unknown = Reflect.get(info, name);
    return typeof value === 'string' ? value.slice(0, 2_000) : undefined;
  };
  return { title: text('Title'), author: text('Author'), subject: text('Subject'), keywords: text('Keywords') };
}

function scanned({ name }: ImportSource, pages: number): IngestionError {
  const message = `"${name}" holds no text in its ${pages} ${pages === 1 ? 'page' : 'pages'}: they are blank or scanned pictures. Run text recognition (OCR) on it and import that.`;
  return new IngestionError('SCANNED_PDF', message);
}

function tooManyPages({ name }: ImportSource, pages: number): IngestionError {
  const message = `"${name}" has ${pages} pages; ${MAX_PAGES} are read. Split it and import the parts.`;
  return new IngestionError('TOO_MANY_PAGES', message);
}
