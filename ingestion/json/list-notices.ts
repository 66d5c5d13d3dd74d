import type { FileNotice } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import type { FoundList, RecordLists } from '@/ingestion/json/record-list';

const MAX_LISTS_NAMED = 10;
const SHOWN_PATH_LENGTH = 80;

/**
 * What is to be said of an object before its records are read.
 *
 * @param line     Its first line.
 * @param isFirst  Of the first object it is said that its list is read; the others of its file are read likewise.
 */
export function* listNotices({ chosen, others }: RecordLists, line: number, isFirst: boolean): Generator<FileNotice> {
  if (chosen !== null && isFirst) {
    const message = `The records are the list ${named(chosen)}; what stands beside it belongs to none of them.`;
    yield { kind: 'notice', issue: issueOf('RECORD_LIST', 0, '', message) };
  }
  if (others.length === 0) return;
  const shown = others.slice(0, MAX_LISTS_NAMED).map((list) => `${named(list)} (${list.count})`);
  const more = others.length > shown.length ? ` and ${others.length - shown.length} more` : '';
  const read = chosen === null ? 'one record, which is read as a whole' : `read by its list ${named(chosen)}`;
  const message = `The object is ${read}; not read as records: ${shown.join(', ')}${more}.`;
  yield { kind: 'notice', issue: issueOf('OTHER_LISTS', line, '', message) };
}

/**
 * @param count  Lists that had not been seen before: of an object too long to be seen whole, or behind damage.
 * @param line   Where the object ends.
 */
export function unlistedNotice(count: number, line: number): FileNotice {
  const message = `${count} more ${count === 1 ? 'list' : 'lists'} beside the one that was read: not read as records.`;
  return { kind: 'notice', issue: issueOf('OTHER_LISTS', line, '', message) };
}

function named({ path }: FoundList): string {
  return `"${path.length > SHOWN_PATH_LENGTH ? `${path.slice(0, SHOWN_PATH_LENGTH)}…` : path}"`;
}
