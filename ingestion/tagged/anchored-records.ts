import type { LineTag } from '@/ingestion/tagged/tagged-dialect';
import type { TaggedRecord } from '@/ingestion/tagged/tagged-record';

/** How records begin in a format that has no end of a record. */
export interface Anchors {
  /** Tags that a record begins with, where the tool that wrote it gave it one. */
  first: ReadonlySet<string>;
  /** Tags that a record has once. */
  once: ReadonlySet<string>;
  title: string;
  /** The tag that complete records end with; null where there is none. */
  last: string | null;
}

/**
 * Whether a record begins at this tag. Blank lines part records, but they also stand inside fields, and not every
 * record has its first tag: behind a blank line a record begins where the one before is complete or would have a
 * second value of what it can have only once.
 */
export function opensRecord(tag: LineTag, record: TaggedRecord, anchors: Anchors): boolean {
  if (record.isEmpty) return false;
  const isSecond = anchors.once.has(tag.tag) && record.has(tag.tag);
  const isComplete = anchors.last !== null && record.has(anchors.last);
  if (anchors.first.has(tag.tag)) return isSecond || record.isAfterBlank || isComplete;
  const isAnchored = anchors.first.has(record.firstTag);
  if (record.isAfterBlank) return isSecond || (isAnchored ? isComplete : record.has(anchors.title));
  // Titles on lines one after the other are one title; a title further down is that of the next record.
  return !isAnchored && tag.tag === anchors.title && isSecond && record.lastTag !== tag.tag;
}
