import { REJECT_RAW_LENGTH, SNIPPET_LENGTH } from '@/ingestion/types';

const CONTROLS = /\p{Cc}+/gu;

/** The beginning of a raw text on one line, fit for a report. */
export function snippetOf(raw: string): string {
  return cutWhole(raw, SNIPPET_LENGTH).replace(CONTROLS, ' ').trim();
}

/** What a rejects file keeps of a record. */
export function rejectedRaw(raw: string): string {
  return cutWhole(raw, REJECT_RAW_LENGTH);
}

/** The first `length` code units, one fewer where that would cut a character in two. */
export function cutWhole(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
