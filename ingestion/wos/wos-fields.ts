import type { NamedValue } from '@/ingestion/document/draft-record';
import type { TagValues } from '@/ingestion/tagged/tag-values';
import { give, type SingleTags, type TakenFields, takeSingles } from '@/ingestion/tagged/take-fields';

/** Tags that fill a field with one value, best first; the others stay in the metadata. */
const SINGLE: SingleTags = [
  ['title', ['TI']],
  ['text', ['AB']],
  ['year', ['PY', 'EA', 'PD']],
  ['journal', ['SO', 'JI', 'J9']],
  ['doi', ['DI', 'D2']],
  ['pmid', ['PM']],
  ['url', ['UR']],
  ['language', ['LA']],
  ['externalId', ['UT']],
];

export function takeWosFields(values: TagValues): TakenFields {
  const fields = takeSingles(values, SINGLE);
  give(fields, 'authors', takeAuthors(values));
  // The authors' keywords, then those that Web of Science found in the references.
  give(fields, 'keywords', values.takeSplit(['DE', 'ID'], /;/));
  return fields;
}

/** Full names where every author has one; the short ones then stay in the metadata. */
function takeAuthors(values: TagValues): NamedValue | null {
  const isFull = values.of('AF').length > 0 && values.of('AF').length >= values.of('AU').length;
  return (
    values.takeList([isFull ? 'AF' : 'AU']) ??
    values.takeList(['BF']) ??
    values.takeList(['BA']) ??
    values.takeList(['CA'])
  );
}
