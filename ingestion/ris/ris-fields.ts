import type { DraftRecord } from '@/ingestion/document/draft-record';
import type { FieldRole } from '@/ingestion/document/field-roles';
import { squeeze } from '@/ingestion/document/read-values';
import type { TagValues } from '@/ingestion/tagged/tag-values';
import type { NoteIssue } from '@/ingestion/tagged/tagged-dialect';

/** Tags that fill a field with one value, best first; the others stay in the metadata. */
const SINGLE: ReadonlyArray<readonly [FieldRole, readonly string[]]> = [
  ['title', ['TI', 'T1', 'CT', 'BT', 'ST']],
  ['year', ['PY', 'Y1', 'YR', 'DA']],
  ['journal', ['JF', 'JO', 'T2', 'JA', 'J1', 'J2']],
  ['doi', ['DO', 'DI']],
  ['pmid', ['PM']],
  ['url', ['UR']],
  ['language', ['LA']],
  ['externalId', ['ID', 'AN']],
];

export function takeRisFields(values: TagValues, note: NoteIssue): DraftRecord['fields'] {
  const fields: DraftRecord['fields'] = {};
  settleSecondTitle(values, note);
  for (const [role, tags] of SINGLE) {
    const field = values.takeFirst(tags);
    if (field !== null) fields[role] = field;
  }
  const authors = values.takeList(['AU', 'A1']);
  if (authors !== null) fields.authors = authors;
  const keywords = values.takeList(['KW']);
  if (keywords !== null) fields.keywords = keywords;
  // AB and N2 are both abstracts.
  const { taken, other } = values.takeLonger(['AB', 'N2']);
  if (taken !== null) fields.text = taken;
  if (other !== null) note('SECOND_VALUE', other.name, String(other.value));
  return fields;
}

function settleSecondTitle(values: TagValues, note: NoteIssue): void {
  const [title, other] = [values.of('TI')[0], values.of('T1')[0]];
  if (title === undefined || other === undefined) return;
  if (squeeze(title) === squeeze(other)) values.takeAll('T1');
  else note('SECOND_VALUE', 'T1', other);
}
