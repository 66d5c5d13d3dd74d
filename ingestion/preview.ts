import { PreviewWriter } from '@/ingestion/preview/preview-writer';
import { readInto } from '@/ingestion/read-documents';
import { type FilePreview, type ImportSource, IngestionError, type ReadOptions } from '@/ingestion/types';

/**
 * Looks at the beginning of a file: its format and, for tables and JSON, its columns and first rows.
 *
 * Reads at most PREVIEW_ROWS_READ records. In a table whose header cannot be a header, columns are numbered as the
 * import numbers them; `role` is what the import would make of a column if it were started without a mapping.
 *
 * @returns Without columns for formats that need no mapping.
 * @throws IngestionError as `readDocuments` does when the file cannot be read; a table without rows is no failure.
 */
export async function previewFile(source: ImportSource, options: ReadOptions = {}): Promise<FilePreview> {
  // With a mapping that takes nothing, every value stays under its own name.
  const unmapped = { ...options, mapping: { roles: {} } };
  const previews = readInto(source, unmapped, (decoder, format) => new PreviewWriter(decoder, format));
  for await (const preview of previews) return preview;
  throw new IngestionError('NO_RECORDS', `"${source.name}" was read to its end and holds nothing to show.`);
}
