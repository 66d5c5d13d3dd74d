import { keptApartKey } from '@/ingestion/document/dedup-key';
import type { ImportEvent, SourceDocument } from '@/ingestion/types';

/** First documents that are remembered; in an export those that repeat one follow it. */
const MOST_REMEMBERED = 100_000;

/**
 * Groups of a Winnow export as people made them: a record that was joined to another work gets the key of that work, one
 * that was split off a key of its own. Records whose first does not come before them are grouped by what they hold.
 */
export async function* restoreGroups(events: AsyncIterable<ImportEvent>): AsyncGenerator<ImportEvent> {
  const keys = new Map<string, string>();
  for await (const event of events) {
    if (event.type !== 'document') yield event;
    else yield { ...event, document: { ...event.document, dedupKey: keyOf(event.document, keys) } };
  }
}

function keyOf({ restored, dedupKey }: SourceDocument, keys: Map<string, string>): string {
  const { documentId = null, duplicateOf = null, isKeptApart = false } = restored?.group ?? {};
  if (duplicateOf !== null) return keys.get(duplicateOf) ?? dedupKey;
  if (documentId === null) return dedupKey;
  const key = isKeptApart ? keptApartKey(documentId) : dedupKey;
  keys.set(documentId, key);
  // The one that was named longest ago makes room.
  if (keys.size > MOST_REMEMBERED) keys.delete(keys.keys().next().value ?? '');
  return key;
}
