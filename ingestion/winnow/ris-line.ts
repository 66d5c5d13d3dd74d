import type { AssignedFields, FieldRole } from '@/ingestion/document/field-roles';
import type { JsonObject, JsonValue } from '@/ingestion/types';
import { EXPORT_MARKER, isDocumentColumn, readExportMark } from '@/ingestion/winnow/export-columns';
import { parseCell } from '@/ingestion/winnow/parse-cell';

/**
 * In RIS, whose tags are all taken, a record's review stands in one note: `N1  - winnow-export: ` and a JSON object with
 * the `winnow_` columns, `metadata`, and `exact`, the fields of the document that a line of RIS cannot hold as they are.
 */
const PREFIX = 'winnow-export: ';

export function risLine(columns: JsonObject): string {
  return `${PREFIX}${JSON.stringify(columns)}`;
}

/** Null for a note that is somebody's note. */
export function readRisLine(note: string): JsonObject | null {
  if (!note.startsWith(PREFIX)) return null;
  const columns = parseCell(note.slice(PREFIX.length));
  return isObject(columns) && readExportMark(columns[EXPORT_MARKER]) !== null ? columns : null;
}

/** Puts a record together from its tags and its line: the line goes before what the tags say of the same. */
export function assignRisLine(
  { fields, metadata }: AssignedFields,
  columns: JsonObject,
): AssignedFields & { review: JsonObject } {
  const { metadata: exported, exact, [EXPORT_MARKER]: _marker, ...review } = columns;
  // Its type is the writer's, unless the document came with one.
  if (isObject(exported) && exported.TY === undefined) delete metadata.TY;
  if (isObject(exported)) Object.assign(metadata, exported);
  for (const [name, value] of Object.entries(isObject(exact) ? exact : {})) {
    if (isDocumentColumn(name)) fields[name === 'id' ? 'externalId' : (name as FieldRole)] = { name, value };
  }
  return { fields, metadata, review };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
