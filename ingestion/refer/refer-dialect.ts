import { normaliseDoi } from '@/ingestion/document/identifiers';
import { type Anchors, opensRecord } from '@/ingestion/tagged/anchored-records';
import type { TagValues } from '@/ingestion/tagged/tag-values';
import type { LineTag, TaggedDialect, TagMeaning } from '@/ingestion/tagged/tagged-dialect';
import type { TaggedRecord } from '@/ingestion/tagged/tagged-record';
import { give, type SingleTags, type TakenFields, takeSingles } from '@/ingestion/tagged/take-fields';

const TAG_LINE = /^\uFEFF?%([0-9A-Z@?!#$&()*+^><[\]=~|])(?:[ \t](.*)|)$/s;
const PROSE_TAGS: ReadonlySet<string> = new Set(['%X', '%Z', '%O', '%N']);
const LIST_TAGS: ReadonlySet<string> = new Set(['%A', '%E', '%K', '%Y', '%?']);
const ANCHORS: Anchors = {
  first: new Set(['%0']),
  once: new Set(['%0', '%T', '%J', '%B', '%D', '%V', '%P', '%X', '%R']),
  title: '%T',
  last: null,
};

/** Tags that fill a field with one value, best first; the others stay in the metadata. */
const SINGLE: SingleTags = [
  ['title', ['%T', '%!']],
  ['text', ['%X']],
  ['year', ['%D', '%8']],
  ['journal', ['%J', '%B']],
  ['url', ['%U']],
  ['language', ['%G']],
  ['externalId', ['%M']],
];

/** refer and EndNote's version of it: '%0 Journal Article', '%T Title'; records parted by blank lines or by %0. */
export const REFER_DIALECT: TaggedDialect = {
  firstTag: null,
  hasEndTag: false,
  proseJoint: '\n',
  readTag,
  meaningOf,
  isExpected: (_, __, looksLikeTag) => !looksLikeTag,
  isList: (tag) => LIST_TAGS.has(tag),
  isProse: (tag) => PROSE_TAGS.has(tag),
  takeFields,
};

function readTag(line: string): LineTag | null {
  const [, tag, value = ''] = line.includes('%') ? (TAG_LINE.exec(line) ?? []) : [];
  return tag === undefined ? null : { tag: `%${tag}`, value: value.trim(), isExact: true, isKnown: true };
}

function meaningOf(tag: LineTag, record: TaggedRecord | null): TagMeaning {
  return record === null || opensRecord(tag, record, ANCHORS) ? 'opens' : 'field';
}

function takeFields(values: TagValues): TakenFields {
  const fields = takeSingles(values, SINGLE);
  give(fields, 'authors', values.takeList(['%A']));
  give(fields, 'keywords', values.takeList(['%K']));
  // %R is an electronic number of any kind.
  if (values.of('%R').some((value) => normaliseDoi(value) !== null)) give(fields, 'doi', values.takeFirst(['%R']));
  return fields;
}
