import type { NamedValue } from '@/ingestion/document/draft-record';
import { normaliseDoi } from '@/ingestion/document/identifiers';
import type { TagValues } from '@/ingestion/tagged/tag-values';
import type { NoteIssue } from '@/ingestion/tagged/tagged-dialect';
import { give, type SingleTags, type TakenFields, takeSingles } from '@/ingestion/tagged/take-fields';

/** Tags that fill a field with one value, best first; the others stay in the metadata. Books have BTI, CTI, VTI. */
const SINGLE: SingleTags = [
  ['year', ['DP', 'YR', 'DEP', 'EDAT', 'CRDT']],
  ['journal', ['JT', 'TA', 'JN']],
  ['pmid', ['PMID', 'PM']],
  ['url', ['UR']],
  ['language', ['LA', 'LG']],
  ['externalId', ['UI', 'AN']],
];
const DOI_MARK = /\[doi\]\s*$/i;

export function takeMedlineFields(values: TagValues, note: NoteIssue): TakenFields {
  const fields = takeSingles(values, SINGLE);
  give(fields, 'title', takeJoined(values, ['TI', 'BTI', 'CTI', 'VTI', 'TT'], ' ', note));
  give(fields, 'text', takeJoined(values, ['AB', 'OAB'], '\n\n', note));
  give(fields, 'authors', takeAuthors(values));
  give(fields, 'keywords', values.takeList(['MH', 'OT', 'KW']));
  give(fields, 'doi', takeDoi(values));
  return fields;
}

/** A title or an abstract on several tags is one text in several pieces. */
function takeJoined(values: TagValues, tags: readonly string[], joint: string, note: NoteIssue): NamedValue | null {
  const name = tags.find((tag) => values.of(tag).length > 0);
  if (name === undefined) return null;
  const parts = values.takeAll(name);
  if (parts.length > 1) {
    note('SECOND_VALUE', name, parts[1] ?? '', `${name} occurs ${parts.length} times; its values were joined.`);
  }
  return { name, value: parts.join(joint) };
}

/** Full names where every author has one; the short ones then stay in the metadata. Else corporate authors. */
function takeAuthors(values: TagValues): NamedValue | null {
  const isFull = values.of('FAU').length > 0 && values.of('FAU').length >= values.of('AU').length;
  return values.takeList([isFull ? 'FAU' : 'AU']) ?? values.takeList(['CN']);
}

/** LID and AID hold identifiers of several kinds; those marked [doi] are taken, one stated twice both times. */
function takeDoi(values: TagValues): NamedValue | null {
  for (const tag of ['LID', 'AID', 'DO']) {
    const marked = values.of(tag).find((value) => DOI_MARK.test(value));
    const found = marked ?? values.of(tag).find((value) => normaliseDoi(value) !== null);
    if (found === undefined) continue;
    for (const other of ['LID', 'AID', 'DO']) {
      const kept = values.takeAll(other).filter((value) => value !== found);
      for (const value of kept) values.add(other, value);
    }
    return { name: tag, value: found.replace(DOI_MARK, '').trim() };
  }
  const cited = /\bdoi:\s*(10\.\S+)/i.exec(values.of('SO').join(' '))?.[1];
  return cited === undefined || normaliseDoi(cited) === null ? null : { name: 'SO', value: cited };
}
