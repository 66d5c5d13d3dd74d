import type { LineTag, TaggedDialect, TagMeaning } from '@/ingestion/tagged/tagged-dialect';
import type { TaggedRecord } from '@/ingestion/tagged/tagged-record';
import { takeWosFields } from '@/ingestion/wos/wos-fields';

const TAGS =
  'AB AE AF AR AU BA BE BF BN BP BS C1 C2 C3 CA CL CR CT CY D2 DA DE DG DI DL DT EA ED EF EI EM EP EY FN FU FX GA GE ' +
  'GP HC HO HP ID IS J9 JI LA MA MC NR OA OI P1 P2 PA PD PE PG PI PM PN PS PT PU PY RC RI RID RP SC SE SI SN SO SP SU ' +
  'TA TC TI U1 U2 UR UT VL WC WE WP X1 Y1 Y4 Z1 Z2 Z3 Z4 Z8 Z9 ZA ZB ZR ZS';
const WOS_TAGS: ReadonlySet<string> = new Set(TAGS.split(' '));

/** Fields in which sentences stand, so that a line someone wrapped may look like a tag. */
const PROSE_TAGS: ReadonlySet<string> = new Set(['AB', 'FX', 'TI', 'X1', 'Y1', 'Z1']);
/** Fields in which each further line is a value of its own. */
const LIST_TAGS: ReadonlySet<string> = new Set(['AF', 'AU', 'BA', 'BE', 'BF', 'C1', 'C3', 'CA', 'CR', 'ED', 'GP']);
const TAG_LINE = /^([A-Z][A-Z0-9])(?: (.*)|)$/s;

/** Web of Science, plain text: FN and VR open the file, PT to ER are a record, EF ends the file. */
export const WOS_DIALECT: TaggedDialect = {
  firstTag: 'PT',
  hasEndTag: true,
  // Web of Science wraps at a fixed width.
  proseJoint: ' ',
  readTag,
  meaningOf,
  isExpected: (line, _, looksLikeTag) => !looksLikeTag && /^\s/.test(line),
  isList: (tag) => LIST_TAGS.has(tag),
  isProse: (tag) => PROSE_TAGS.has(tag),
  takeFields: takeWosFields,
};

function readTag(line: string): LineTag | null {
  const [, tag, value = ''] = TAG_LINE.exec(line) ?? [];
  return tag === undefined
    ? null
    : { tag, value: value.trim(), isExact: true, isKnown: tag === 'ER' || WOS_TAGS.has(tag) };
}

function meaningOf(tag: LineTag, record: TaggedRecord | null): TagMeaning {
  if (tag.tag === 'EF' && tag.value === '') return 'frame';
  if (tag.tag === 'FN' || (tag.tag === 'VR' && record === null)) return 'frame';
  if (record === null) return tag.isKnown && tag.tag !== 'ER' ? 'opens' : 'outside';
  if (tag.tag === 'PT' && /^[A-Z]$/.test(tag.value)) return 'opens';
  if (tag.tag === 'ER' && tag.value === '') return 'ends';
  return isField(tag, record) ? 'field' : 'text';
}

/** A word in capitals at the beginning of a wrapped line ('ER positive', 'MR images') is no tag. */
function isField({ tag, isKnown }: LineTag, record: TaggedRecord): boolean {
  return tag !== 'ER' && (isKnown || !PROSE_TAGS.has(record.lastTag));
}
