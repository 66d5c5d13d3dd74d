import { takeRisFields } from '@/ingestion/ris/ris-fields';
import { isType, PROSE_TAGS, readTag } from '@/ingestion/ris/ris-tags';
import type { LineTag, TaggedDialect, TagMeaning } from '@/ingestion/tagged/tagged-dialect';
import type { TaggedRecord } from '@/ingestion/tagged/tagged-record';

/** RIS: TY to ER. Tags with one space or a tab are read too, and what such a record lacks is said by code. */
export const RIS_DIALECT: TaggedDialect = {
  firstTag: 'TY',
  hasEndTag: true,
  proseJoint: '\n',
  readTag,
  meaningOf,
  isExpected: (_, { lastTag, isAfterBlank }, looksLikeTag) => lastTag !== 'KW' && !isAfterBlank && !looksLikeTag,
  isList: (tag) => tag === 'KW',
  isProse: (tag) => PROSE_TAGS.has(tag),
  takeFields: takeRisFields,
};

function meaningOf(tag: LineTag, record: TaggedRecord | null, isInPreamble: boolean): TagMeaning {
  if (tag.tag === 'TY' && (record === null || isType(tag.value) || (tag.isExact && tag.value === ''))) return 'opens';
  if (record === null) {
    return tag.isKnown && tag.tag !== 'ER' && (tag.isExact || !isInPreamble) ? 'opens' : 'outside';
  }
  if (endsRecord(tag, record)) return 'ends';
  return isField(tag, record) ? 'field' : 'text';
}

/** 'ER  - ' with something behind it ends a record too, unless it stands in the middle of prose. */
function endsRecord(tag: LineTag, record: TaggedRecord): boolean {
  if (tag.tag !== 'ER') return false;
  if (tag.value === '') return true;
  if (!tag.isExact || PROSE_TAGS.has(record.lastTag)) return false;
  record.note('MALFORMED_TAG', `ER  - ${tag.value}`);
  return true;
}

/** Inside prose, what is not exactly a known tag is text, unless the whole record is written that way. */
function isField({ tag, isKnown, isExact, isSure }: LineTag, record: TaggedRecord): boolean {
  if (tag === 'ER' || tag === 'TY') return false;
  if (!PROSE_TAGS.has(record.lastTag)) return true;
  return isKnown && (isExact || record.isLoose || isSure === true);
}
