import { squeeze } from '@/ingestion/document/read-values';
import type { TagValues } from '@/ingestion/tagged/tag-values';
import type { NoteIssue } from '@/ingestion/tagged/tagged-dialect';
import { give, type SingleTags, type TakenFields, takeSingles } from '@/ingestion/tagged/take-fields';

/** Tags that fill a field with one value, best first; the others stay in the metadata. */
const SINGLE: SingleTags = [
  ['title', ['TI', 'T1', 'CT', 'BT', 'ST']],
  ['year', ['PY', 'Y1', 'YR', 'DA']],
  ['journal', ['JF', 'JO', 'T2', 'JA', 'J1', 'J2']],
  ['doi', ['DO', 'DI']],
  ['pmid', ['PM']],
  ['url', ['UR']],
  ['language', ['LA']],
  ['externalId', ['ID', 'AN']],
];

export function takeRisFields(values: TagValues, note: NoteIssue): TakenFields {
  settleSecondTitle(values, note);
  const fields = takeSingles(values, SINGLE);
  give(fields, 'authors', values.takeList(['AU', 'A1']));
  give(fields, 'keywords', values.takeList(['KW']));
  // AB and N2 are both abstracts.
  const { taken, other } = values.takeLonger(['AB', 'N2']);
  give(fields, 'text', taken);
  if (other !== null) note('SECOND_VALUE', other.name, String(other.value));
  return fields;
}

function settleSecondTitle(values: TagValues, note: NoteIssue): void {
  const [title, other] = [values.of('TI')[0], values.of('T1')[0]];
  if (title === undefined || other === undefined) return;
  if (squeeze(title) === squeeze(other)) values.takeAll('T1');
  else note('SECOND_VALUE', 'T1', other);
}
