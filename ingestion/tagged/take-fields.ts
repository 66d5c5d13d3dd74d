import type { DraftRecord, NamedValue } from '@/ingestion/document/draft-record';
import type { FieldRole } from '@/ingestion/document/field-roles';
import type { TagValues } from '@/ingestion/tagged/tag-values';

export type TakenFields = DraftRecord['fields'];

/** Tags that fill a field with one value, best first; the others stay in the metadata. */
export type SingleTags = ReadonlyArray<readonly [FieldRole, readonly string[]]>;

/** Takes of each field the first value of its best tag that has one; what is taken is no longer metadata. */
export function takeSingles(values: TagValues, table: SingleTags): TakenFields {
  const fields: TakenFields = {};
  for (const [role, tags] of table) give(fields, role, values.takeFirst(tags));
  return fields;
}

/** Sets a field unless there is nothing to set it to: what fills it already then stays. */
export function give(fields: TakenFields, role: FieldRole, field: NamedValue | null): void {
  if (field !== null) fields[role] = field;
}
