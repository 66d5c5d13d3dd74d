import { createHash } from 'node:crypto';

const COPYRIGHT = /(?:©|\(c\)\s*(?:19|20)\d\d|\bcopyright\b|\ball rights reserved\b)/i;
// Publishers' notices are a sentence or two; a mention further from the end is what the text is about.
const COPYRIGHT_TAIL_LENGTH = 300;
// Below this a title alone ('Editorial', 'Reply') says too little to call two records the same work.
const MEANINGFUL_LENGTH = 24;

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
  if (document.doi !== null) return hash(`doi:${document.doi}`);
  if (document.pmid !== null) return hash(`pmid:${document.pmid}`);
  const words = normaliseForComparison(`${document.title ?? ''} ${withoutCopyrightTail(document.text)}`);
  if (words.length >= MEANINGFUL_LENGTH) return hash(`text:${words}`);
  const { title, text, authors, year, journal } = document;
  return hash(`short:${JSON.stringify([words || [title, text], authors[0] ?? '', year, journal])}`);
}

/** Equal hashes mean the same title and text, character by character: what is scored once need not be scored twice. */
export function contentHash(title: string | null, text: string): string {
  return hash(`${title ?? ''}\n\n${text}`);
}

/** Unicode NFKD, letters and digits only, lower case; accents and spaces are gone. */
export function normaliseForComparison(text: string): string {
  // Plain ASCII, most of what is read, is unchanged by NFKD and an order of magnitude faster without \p classes.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole ASCII range is meant
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

export function withoutCopyrightTail(text: string): string {
  const from = Math.max(0, text.length - COPYRIGHT_TAIL_LENGTH);
  const at = text.slice(from).search(COPYRIGHT);
  return at < 0 ? text : text.slice(0, from + at);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
