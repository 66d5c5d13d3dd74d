export type RecordFault = 'INVALID_RECORD' | 'MISSING_TEXT' | 'RECORD_TOO_LARGE';
export type RecordId = string | number;

export type InputRecord =
  | { readonly id: RecordId; readonly text: string }
  | { readonly id: RecordId; readonly fault: RecordFault; readonly message: string };

export interface FieldNames {
  readonly text: string;
  readonly id: string;
}

/** A record by its fields; without an id of its own it has the number of its line. */
export function toRecord(field: (name: string) => unknown, line: number, names: FieldNames): InputRecord {
  const own = field(names.id);
  const id = (typeof own === 'string' && own !== '') || typeof own === 'number' ? own : line;
  const text = field(names.text);
  if (typeof text === 'string') return { id, text };
  return { id, fault: 'MISSING_TEXT', message: `line ${line} has no text in "${names.text}"` };
}
