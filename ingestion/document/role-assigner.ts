import { emptyMetadata, type FileNotice } from '@/ingestion/document/draft-record';
import { type AssignedFields, assignFields, isBlank, type RoleMatch } from '@/ingestion/document/field-roles';
import { textOf } from '@/ingestion/document/read-values';
import { issueOf } from '@/ingestion/document/record-issue';
import { type ColumnMapping, FIELD_ROLES, type FieldRole, type JsonValue } from '@/ingestion/types';

interface LabelledFields extends AssignedFields {
  label?: string | null;
}

/** Sorts the values of records into fields and metadata: as a mapping says, without one as their names say. */
export class RoleAssigner {
  private readonly roles: ReadonlyArray<readonly [FieldRole, string]>;
  private readonly label: string | null;
  private readonly taken: ReadonlySet<string>;
  /** Columns of the mapping that no record has had so far. */
  private readonly unseen: Set<string>;

  constructor(private readonly mapping: ColumnMapping | undefined) {
    this.roles = FIELD_ROLES.flatMap((role) => {
      const column = mapping?.roles[role] ?? '';
      return column === '' ? [] : [[role, column] as const];
    });
    this.label = mapping?.label || null;
    this.taken = new Set(this.roles.map(([, column]) => column));
    this.unseen = new Set(this.taken);
    if (this.label !== null) this.unseen.add(this.label);
  }

  get isMapped(): boolean {
    return this.mapping !== undefined;
  }

  /** Notes that the file has these columns, whether or not they hold anything. */
  note(columns: Iterable<string>): void {
    if (this.unseen.size === 0) return;
    for (const column of columns) this.unseen.delete(column);
  }

  /**
   * @param names    Names as the file spells them, unique and never `__proto__`.
   * @param matches  `matchRole` of each name.
   * @param values   The record's values in the same order.
   * @param inside   Values that stand inside one of those and can be named in a mapping too.
   */
  assign(
    names: readonly string[],
    matches: ReadonlyArray<RoleMatch | null>,
    values: readonly JsonValue[],
    inside: ReadonlyMap<string, JsonValue> = new Map(),
  ): LabelledFields {
    if (this.mapping === undefined) return assignFields(names, matches, values);
    const assigned: LabelledFields = { fields: {}, metadata: emptyMetadata(), label: null };
    const valueIn = (column: string): JsonValue => {
      const index = names.indexOf(column);
      return (index < 0 ? inside.get(column) : values[index]) ?? null;
    };
    for (const [role, name] of this.roles) {
      const value = valueIn(name);
      if (!isBlank(value)) assigned.fields[role] = { name, value };
    }
    for (const [index, name] of names.entries()) {
      const value = values[index];
      if (value !== undefined && !isBlank(value) && !this.taken.has(name)) assigned.metadata[name] = value;
    }
    assigned.label = this.label === null ? null : labelText(valueIn(this.label));
    return assigned;
  }

  /** Said once, when every column of the file has been noted. */
  *missing(): Generator<FileNotice> {
    for (const column of this.unseen) {
      const message = `The mapping names a column "${column.slice(0, 80)}", which the file does not have.`;
      yield { kind: 'notice', issue: { ...issueOf('MAPPED_COLUMN_MISSING', 0, '', message), field: column } };
    }
  }
}

function labelText(value: JsonValue): string | null {
  return isBlank(value) ? null : (textOf(value)?.trim() ?? null);
}
