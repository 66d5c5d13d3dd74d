import { takeOvidFields } from '@/ingestion/ovid/ovid-fields';
import type { LineTag, TaggedDialect, TagMeaning } from '@/ingestion/tagged/tagged-dialect';
import type { TaggedRecord } from '@/ingestion/tagged/tagged-record';

const COUNTER = /^<\d+>\s*$/;
/** The name of a field: a few words that begin with a capital, alone on their line. No '_', so never '__proto__'. */
const NAME = /^[A-Z][A-Za-z][A-Za-z0-9 /()&,'-]{0,60}$/;
const PROSE_NAMES: ReadonlySet<string> = new Set(['Abstract', 'Original Abstract', 'Notes']);
const LIST_NAMES: ReadonlySet<string> = new Set(['References', 'Cited References']);

/** Ovid's text export: '<1>', then the name of a field on a line and its values below, indented. */
export const OVID_DIALECT: TaggedDialect = {
  firstTag: null,
  hasEndTag: false,
  proseJoint: '\n',
  readTag,
  meaningOf,
  isExpected: (line) => /^\s/.test(line),
  isList: (tag) => LIST_NAMES.has(tag),
  isProse: (tag) => PROSE_NAMES.has(tag),
  takeFields: takeOvidFields,
};

function readTag(line: string): LineTag | null {
  if (COUNTER.test(line)) return { tag: '', value: line, isExact: true, isKnown: true };
  const name = line.trimEnd();
  return NAME.test(name) ? { tag: name, value: '', isExact: true, isKnown: false } : null;
}

function meaningOf(tag: LineTag, record: TaggedRecord | null): TagMeaning {
  if (tag.tag === '') return 'opens';
  return record === null ? 'outside' : 'field';
}
