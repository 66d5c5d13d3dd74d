import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type ImportSource, IngestionError } from '@/ingestion/types';

export type Pdf = PDFDocumentProxy;

const MAX_PDF_BYTES = 256 * 1024 * 1024;

/**
 * Opens a PDF in this thread: no worker, no rendering, no font of the system, nothing fetched, nothing evaluated.
 *
 * @returns A document that holds memory until `loadingTask.destroy()`.
 * @throws IngestionError ENCRYPTED_FILE, DAMAGED_FILE, ENTRY_TOO_LARGE.
 */
export async function openPdf(source: ImportSource): Promise<Pdf> {
  if (source.sizeBytes > MAX_PDF_BYTES) {
    const message = `"${source.name}" is larger than the ${MAX_PDF_BYTES / 1024 / 1024} MiB that are read of a PDF.`;
    throw new IngestionError('ENTRY_TOO_LARGE', message);
  }
  const { getDocument } = await loadPdfjs();
  const resources = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const task = getDocument({
    // A copy: pdf.js takes the bytes over.
    data: new Uint8Array(await source.slice(0, source.sizeBytes)),
    verbosity: 0,
    cMapUrl: join(resources, 'cmaps/'),
    cMapPacked: true,
    standardFontDataUrl: join(resources, 'standard_fonts/'),
    useSystemFonts: false,
    disableFontFace: true,
    useWasm: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    // Pictures are not looked at.
    maxImageSize: 1,
    enableXfa: false,
  });
  try {
    return await task.promise;
  } catch (error) {
    await task.destroy();
    throw failureOf(error, source);
  }
}

/** Half a second to load, and only some imports hold a PDF. */
async function loadPdfjs() {
  if (!('withResolvers' in Promise)) await import('@/ingestion/pdf/fill-node-20');
  const [pdfjs, worker] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.mjs'),
  ]);
  // Where it finds its worker's code here, it does not look for it anywhere else.
  Object.assign(globalThis, { pdfjsWorker: worker });
  return pdfjs;
}

export function failureOf(error: unknown, { name }: ImportSource): unknown {
  if (error instanceof IngestionError || !(error instanceof Error)) return error;
  if (error.name === 'PasswordException') {
    const message = `"${name}" is protected by a password. Save it without one and import that.`;
    return new IngestionError('ENCRYPTED_FILE', message);
  }
  return new IngestionError('DAMAGED_FILE', `"${name}" is damaged: it cannot be opened as a PDF.`);
}
