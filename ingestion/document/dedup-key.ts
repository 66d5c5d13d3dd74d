import { hash } from 'node:crypto';
import { ComparisonBytes } from '@/ingestion/document/comparison-bytes';

const COPYRIGHT = /©|\([cC]\)\s*(?:19|20)\d\d|\b[cC](?:opyright|OPYRIGHT)\b|\b[aA]ll [rR]ights [rR]eserved\b/;
// Publishers' notices are a sentence or two; a mention further from the end is what the text is about.
const COPYRIGHT_TAIL_LENGTH = 300;
// Below this a title alone ('Editorial', 'Reply') says too little to call two records the same work.
const MEANINGFUL_LENGTH = 24;

const comparison = new ComparisonBytes();

interface Keyed {
  doi: string | null;
  pmid: string | null;
  /** null when there is none or when it was derived from the text, which then holds it. */
  title: string | null;
  text: string;
  authors: readonly string[];
  year: number | null;
  journal: string | null;
}

/**
 * Two documents with equal keys are the same work: equal DOI, else equal PMID, else equal title and abstract after
 * `normaliseForComparison`. Titles too short to tell works apart are joined with first author, year and journal.
 *
 * @returns 32 hex digits (the first half of a SHA-256).
 */
export function dedupKey(document: Keyed): string {
  if (document.doi !== null) return halfHash(`doi:${document.doi}`);
  if (document.pmid !== null) return halfHash(`pmid:${document.pmid}`);
  const words = comparison.of([document.title ?? '', withoutCopyrightTail(document.text)]);
  if (words.length >= MEANINGFUL_LENGTH) return halfHash(words);
  const { title, text, authors, year, journal } = document;
  const subject = words.length > 0 ? words.toString() : [title, text];
  return halfHash(JSON.stringify([subject, authors[0] ?? '', year, journal]));
}

/** Of a record that a person has split off its work: equal to no other's, and the same whenever it comes again. */
export function keptApartKey(documentId: string): string {
  return halfHash(`apart:${documentId}`);
}

/**
 * Two works whose titles are equal as they are compared have equal numbers; null for a title that says too little to
 * tell works apart ('Editorial').
 *
 * @returns The first 64 bits of a SHA-256, signed, as PostgreSQL's bigint holds them.
 */
export function titleHash(title: string | null): bigint | null {
  const words = comparison.of([title ?? '']);
  if (words.length < MEANINGFUL_LENGTH) return null;
  return hash('sha256', words, 'buffer').readBigInt64BE(0);
}

/** Equal hashes mean the same title and text, character by character: what is scored once need not be scored twice. */
export function contentHash(title: string | null, text: string): string {
  return halfHash(title === null ? text : `${title}\n\n${text}`);
}

/** A text as `dedupKey` compares it: NFKD, lower case, letters and digits only. */
export function normaliseForComparison(text: string): string {
  return comparison.of([text]).toString();
}

export function withoutCopyrightTail(text: string): string {
  const from = Math.max(0, text.length - COPYRIGHT_TAIL_LENGTH);
  const at = text.slice(from).search(COPYRIGHT);
  return at < 0 ? text : text.slice(0, from + at);
}

function halfHash(data: string | Buffer): string {
  return hash('sha256', data, 'hex').slice(0, 32);
}
