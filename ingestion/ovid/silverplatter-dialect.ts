import { readSource } from '@/ingestion/ovid/read-source';
import type { TagValues } from '@/ingestion/tagged/tag-values';
import type { LineTag, TaggedDialect, TagMeaning } from '@/ingestion/tagged/tagged-dialect';
import type { TaggedRecord } from '@/ingestion/tagged/tagged-record';
import { give, type SingleTags, type TakenFields, takeSingles } from '@/ingestion/tagged/take-fields';

const RECORD_LINE = /^Record\b.*(?:\bof \d+|INSPEC)/;
const TAG_LINE = /^([A-Z][A-Z0-9]{1,3}) ?[~:](?:[ \t]+(.*)|)$/s;
const PROSE_TAGS: ReadonlySet<string> = new Set(['AB', 'NT']);

/** Tags that fill a field with one value, best first; the others stay in the metadata. */
const SINGLE: SingleTags = [
  ['title', ['TI', 'OT']],
  ['text', ['AB']],
  ['year', ['PY', 'DP']],
  ['journal', ['JN']],
  ['doi', ['DO', 'DOI']],
  ['url', ['UR']],
  ['language', ['LA', 'LG']],
  ['externalId', ['AN', 'UI']],
];

/** SilverPlatter and Inspec: 'Record 1 of 20 - …', then 'TI: …' or 'TI ~ …'. */
export const SILVERPLATTER_DIALECT: TaggedDialect = {
  firstTag: null,
  hasEndTag: false,
  proseJoint: ' ',
  readTag,
  meaningOf,
  isExpected: (_, __, looksLikeTag) => !looksLikeTag,
  isList: () => false,
  isProse: (tag) => PROSE_TAGS.has(tag),
  takeFields,
};

function readTag(line: string): LineTag | null {
  if (RECORD_LINE.test(line)) return { tag: '', value: line, isExact: true, isKnown: true };
  const [, tag, value = ''] = TAG_LINE.exec(line) ?? [];
  return tag === undefined ? null : { tag, value: value.trim(), isExact: true, isKnown: true };
}

function meaningOf(tag: LineTag, record: TaggedRecord | null): TagMeaning {
  if (tag.tag === '') return 'opens';
  return record === null ? 'outside' : 'field';
}

function takeFields(values: TagValues): TakenFields {
  const fields = takeSingles(values, SINGLE);
  give(fields, 'authors', values.takeSplit(['AU'], /;/));
  give(fields, 'keywords', values.takeSplit(['DE', 'KW', 'SU', 'MESH'], /;/));
  readSource(values, 'SO', fields);
  return fields;
}
