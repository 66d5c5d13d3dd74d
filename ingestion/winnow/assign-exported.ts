import { emptyMetadata } from '@/ingestion/document/draft-record';
import type { AssignedFields, FieldRole } from '@/ingestion/document/field-roles';
import type { JsonObject, JsonValue } from '@/ingestion/types';
import {
  EXPORT_MARKER,
  GATHERED_COLUMN,
  isDocumentColumn,
  isReviewColumn,
  metadataKey,
} from '@/ingestion/winnow/export-columns';
import { parseCell } from '@/ingestion/winnow/parse-cell';
import { restore } from '@/ingestion/winnow/spreadsheet-cells';

/**
 * Sorts the values of a record of a Winnow export: by the names it was written under and no others, what was done to
 * cells for spreadsheets undone, the review apart from the metadata.
 */
export function assignExported(
  names: readonly string[],
  values: readonly JsonValue[],
  { isNeutralised }: { isNeutralised: boolean },
): AssignedFields & { review: JsonObject } {
  const written = isNeutralised ? restore : (text: string) => text;
  const metadata = emptyMetadata();
  const review = emptyMetadata();
  const fields: AssignedFields['fields'] = {};
  for (const [index, column] of names.entries()) {
    const given = values[index] ?? null;
    const value = typeof given === 'string' ? written(given) : given;
    if (value === null || value === '') continue;
    const name = written(column);
    if (isDocumentColumn(name)) fields[name === 'id' ? 'externalId' : (name as FieldRole)] = { name, value };
    else if (name === GATHERED_COLUMN) putAll(metadata, value);
    else if (isReviewColumn(name)) review[name] = value;
    else put(metadata, metadataKey(name), value);
  }
  delete review[EXPORT_MARKER];
  return { fields, metadata, review };
}

function putAll(metadata: JsonObject, value: JsonValue): void {
  const gathered = typeof value === 'string' ? (parseCell(value) ?? null) : value;
  if (gathered === null || typeof gathered !== 'object' || Array.isArray(gathered)) metadata[GATHERED_COLUMN] = value;
  else for (const [key, inner] of Object.entries(gathered)) put(metadata, key, inner);
}

/** Files are made by anyone: no key of theirs may be `__proto__`. */
function put(metadata: JsonObject, key: string, value: JsonValue): void {
  metadata[key === '__proto__' ? '__proto__ (renamed)' : key] = value;
}
