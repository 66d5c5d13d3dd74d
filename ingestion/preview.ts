import { type ArchivePlace, outside } from '@/ingestion/archive/archive-place';
import { withOnlyMember } from '@/ingestion/archive/only-member';
import { PreviewWriter } from '@/ingestion/preview/preview-writer';
import { archiveKind, readInto } from '@/ingestion/read-documents';
import { type FilePreview, type ImportSource, IngestionError, type ReadOptions } from '@/ingestion/types';

/**
 * Looks at the beginning of a file: its format and, for tables and JSON, its columns and first rows. Of an archive that
 * holds one such file and nothing else, at that file.
 *
 * Reads at most PREVIEW_ROWS_READ records. In a table whose header cannot be a header, columns are numbered as the
 * import numbers them; `role` is what the import would make of a column if it were started without a mapping.
 *
 * @returns Without columns for formats that need no mapping.
 * @throws IngestionError as `readDocuments` does when the file cannot be read; a table without rows is no failure.
 */
export async function previewFile(source: ImportSource, options: ReadOptions = {}): Promise<FilePreview> {
  return (await lookInside(source, options, outside(source, options))) ?? (await previewOf(source, options));
}

async function previewOf(source: ImportSource, options: ReadOptions): Promise<FilePreview> {
  // With a mapping that takes nothing, every value stays under its own name.
  const unmapped = { ...options, mapping: { roles: {} } };
  const previews = readInto(source, unmapped, (decoder, format) => new PreviewWriter(decoder, format));
  for await (const preview of previews) return preview;
  throw new IngestionError('NO_RECORDS', `"${source.name}" was read to its end and holds nothing to show.`);
}

/** Null where there is no one table within that could be looked at: then the archive is looked at as what it is. */
async function lookInside(
  archive: ImportSource,
  options: ReadOptions,
  place: ArchivePlace,
): Promise<FilePreview | null> {
  const kind = await archiveKind(archive, options);
  if (kind !== 'zip' && kind !== 'gzip') return null;
  const { format: _, ...inner } = options;
  try {
    return await withOnlyMember(archive, kind, inner, place, async ({ source, place: inside }) => {
      const preview = (await lookInside(source, inner, inside)) ?? (await previewOf(source, inner));
      if (preview.columns === null) return null;
      const { name } = source;
      return { ...preview, member: preview.member === null ? name : `${name}/${preview.member}` };
    });
  } catch (error) {
    // What is wrong within is told when the archive is read, beside what can be read of it; a way of reading that a
    // person has chosen is answered at once.
    const isChosen = options.encoding !== undefined || options.delimiter !== undefined;
    if (error instanceof IngestionError && error.code !== 'CANCELLED' && !isChosen) return null;
    throw error;
  }
}
