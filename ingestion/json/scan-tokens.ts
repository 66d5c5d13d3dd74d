import type { ImportCode } from '@/ingestion/types';

const TOKENS = /"|-?\d[\d.eE+-]*|-?Infinity|NaN/g;
const LONG_NUMBER = /\d{16}|\d[eE]\+?\d{3}/;
const NOT_JSON = /NaN|Infinity/;
const BACKSLASH = 92;

export interface TokenRepair {
  json: string;
  codes: ImportCode[];
}

/** Numbers that JSON.parse would round or turn to Infinity become strings; null when the text has none. */
export function quoteInexactNumbers(json: string): TokenRepair | null {
  return LONG_NUMBER.test(json)
    ? replaceTokens(json, 'NUMBER_KEPT_AS_TEXT', (token) => (isInexact(token) ? JSON.stringify(token) : token))
    : null;
}

/** NaN and Infinity, which Python's json writes, become null; null when the text has none. */
export function replaceNonJsonNumbers(json: string): TokenRepair | null {
  return NOT_JSON.test(json)
    ? replaceTokens(json, 'NON_JSON_NUMBER', (token) => (/^(?:NaN|-?Infinity)$/.test(token) ? 'null' : token))
    : null;
}

/**
 * Index behind the text that begins at `from`, so that nothing inside it is taken for a token. No regular expression: one
 * that repeats alternatives runs out of stack on a text of some millions of characters.
 *
 * @param from  Index of the opening quote.
 * @returns The length of `json` for a text that is not closed.
 */
export function textEnd(json: string, from: number): number {
  for (let at = json.indexOf('"', from + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let before = at - 1;
    while (json.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at + 1;
  }
  return json.length;
}

function replaceTokens(json: string, code: ImportCode, replace: (token: string) => string): TokenRepair | null {
  const parts: string[] = [];
  let from = 0;
  let isChanged = false;
  TOKENS.lastIndex = 0;
  for (let found = TOKENS.exec(json); found !== null; found = TOKENS.exec(json)) {
    const { 0: token, index } = found;
    if (token === '"') {
      TOKENS.lastIndex = textEnd(json, index);
      continue;
    }
    const replaced = replace(token);
    if (replaced === token) continue;
    isChanged = true;
    parts.push(json.slice(from, index), replaced);
    from = index + token.length;
  }
  return isChanged ? { json: parts.join('') + json.slice(from), codes: [code] } : null;
}

/** Whole numbers beyond 2^53 (identifiers, mostly) and anything beyond the range of a double. */
function isInexact(token: string): boolean {
  if (!/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(token)) return false;
  const number = Number(token);
  return !Number.isFinite(number) || (/^-?\d+$/.test(token) && !Number.isSafeInteger(number));
}
