import { takeMedlineFields } from '@/ingestion/medline/medline-fields';
import { MEDLINE_PROSE_TAGS, readMedlineTag } from '@/ingestion/medline/medline-tags';
import { type Anchors, opensRecord } from '@/ingestion/tagged/anchored-records';
import type { LineTag, TaggedDialect, TagMeaning } from '@/ingestion/tagged/tagged-dialect';
import type { TaggedRecord } from '@/ingestion/tagged/tagged-record';

const ONCE =
  'BTI CRDT CTDT DA DCOM DEP DP EDAT IP JID JT LR MHDA OAB OWN PG PMC PMCR PMID PST SO STAT TA TI UI VI VTI YR';

const ANCHORS: Anchors = {
  first: new Set(['PMID', 'PMCR', 'UI']),
  once: new Set(ONCE.split(' ')),
  title: 'TI',
  last: 'SO',
};

/**
 * MEDLINE as PubMed writes it (.nbib, .txt, sometimes named .ris): tags of four columns, further lines behind six
 * spaces, records parted by blank lines. Records may lack their PMID, and blank lines may stand inside fields.
 */
export const MEDLINE_DIALECT: TaggedDialect = {
  firstTag: null,
  hasEndTag: false,
  // PubMed wraps at a fixed width.
  proseJoint: ' ',
  readTag: readMedlineTag,
  meaningOf,
  isExpected: (line, _, looksLikeTag) => !looksLikeTag && /^\s/.test(line),
  isList: () => false,
  isProse: (tag) => MEDLINE_PROSE_TAGS.has(tag),
  takeFields: takeMedlineFields,
};

function meaningOf(tag: LineTag, record: TaggedRecord | null, isInPreamble: boolean): TagMeaning {
  if (tag.tag === '') return 'opens';
  if (record === null) return tag.isKnown && (tag.isExact || !isInPreamble) ? 'opens' : 'outside';
  if (!isField(tag, record)) return 'text';
  return opensRecord(tag, record, ANCHORS) ? 'opens' : 'field';
}

/** Inside prose, what is not exactly a known tag is text, unless the whole record is written that way. */
function isField({ isKnown, isExact }: LineTag, record: TaggedRecord): boolean {
  if (!MEDLINE_PROSE_TAGS.has(record.lastTag)) return isExact || isKnown;
  return isKnown && (isExact || record.isLoose || record.isAfterBlank);
}
