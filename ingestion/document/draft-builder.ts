import { type DraftRecord, emptyMetadata } from '@/ingestion/document/draft-record';
import { type FieldRole, isBlank } from '@/ingestion/document/field-roles';
import type { JsonValue, RecordIssue } from '@/ingestion/types';

/**
 * Gathers the fields of one record; what is blank is left out, several values under one name become
 * a list, each once.
 */
export class DraftBuilder {
  readonly issues: RecordIssue[] = [];
  private readonly fields: DraftRecord['fields'] = {};
  private readonly values = new Map<string, Set<JsonValue>>();

  constructor(private readonly place: Pick<DraftRecord, 'line' | 'start' | 'end' | 'raw'>) {}

  /** The first value that is not blank fills the field, a later one goes to the metadata. */
  set(role: FieldRole, name: string, value: JsonValue): void {
    if (isEmpty(value)) return;
    if (this.fields[role] === undefined) this.fields[role] = { name, value };
    else this.keep(name, value);
  }

  has(role: FieldRole): boolean {
    return this.fields[role] !== undefined;
  }

  keep(name: string, value: JsonValue): void {
    if (isEmpty(value)) return;
    const values = this.values.get(name) ?? new Set();
    this.values.set(name, values);
    for (const each of Array.isArray(value) ? value : [value]) values.add(each);
  }

  toItem(): DraftRecord {
    const { fields, issues } = this;
    const { line, start, end, raw } = this.place;
    const metadata = emptyMetadata();
    for (const [name, values] of this.values) {
      const [first = null] = values;
      metadata[name] = values.size === 1 ? first : [...values];
    }
    return { kind: 'record', line, start, end, raw, fields, metadata, issues };
  }
}

function isEmpty(value: JsonValue): boolean {
  return isBlank(value) || (Array.isArray(value) && value.length === 0);
}
