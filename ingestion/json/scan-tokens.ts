import type { ImportCode } from '@/ingestion/types';

/** Jumps from token to token; the first alternative swallows strings, so that nothing inside one is taken for a token. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|-?Infinity|NaN/gs;
const LONG_NUMBER = /\d{16}|\d[eE]\+?\d{3}/;
const NOT_JSON = /NaN|Infinity/;

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

function replaceTokens(json: string, code: ImportCode, replace: (token: string) => string): TokenRepair | null {
  const repaired = json.replace(TOKENS, (token) => (token.startsWith('"') ? token : replace(token)));
  return repaired === json ? null : { json: repaired, codes: [code] };
}

/** Whole numbers beyond 2^53 (identifiers, mostly) and anything beyond the range of a double. */
function isInexact(token: string): boolean {
  if (!/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(token)) return false;
  const number = Number(token);
  return !Number.isFinite(number) || (/^-?\d+$/.test(token) && !Number.isSafeInteger(number));
}
