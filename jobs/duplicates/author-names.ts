import { normaliseForComparison } from '@/ingestion/document/dedup-key';

/** What two lists of authors have in common. */
export interface SharedAuthors {
  /** Family names as the first list writes them, in its order. */
  readonly names: readonly string[];
  /** Of the shorter list, 0 to 1; 0 where one is empty. */
  readonly share: number;
}

const INITIALS = /^(?:\p{Lu}\.?-?){1,4}$/u;

export function sharedAuthors(first: readonly string[], second: readonly string[]): SharedAuthors {
  const [own, other] = [namesOf(first), namesOf(second)];
  const shortest = Math.min(own.size, other.size);
  const names = [...own].filter(([compared]) => other.has(compared)).map(([, written]) => written);
  return { names, share: shortest === 0 ? 0 : names.length / shortest };
}

/** Family names by what they are compared as: 'Müller, K', 'K. Muller' and 'MULLER K' are one. */
function namesOf(authors: readonly string[]): Map<string, string> {
  const names = authors.map(familyName).map((name) => [normaliseForComparison(name), name] as const);
  return new Map(names.filter(([compared]) => compared.length > 1));
}

/** What stands before a comma, else before initials at the end, else the last word. */
function familyName(author: string): string {
  const [beforeComma = '', ...given] = author.split(',');
  if (given.length > 0) return beforeComma.trim();
  const words = author.trim().split(/\s+/);
  while (words.length > 1 && INITIALS.test(words.at(-1) ?? '')) words.pop();
  return words.length === author.trim().split(/\s+/).length ? (words.at(-1) ?? '') : words.join(' ');
}
