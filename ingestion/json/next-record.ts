import { textEnd } from '@/ingestion/json/scan-tokens';

const FIRST_NAME = /^\{\s*"([^"\\]{1,120})"\s*:/;
const UNESCAPED_QUOTES = /\\.|"/gs;
const PARTS = /["{}[\]]/g;
// The record behind the damage is the first that looks like one, or the next; each look costs reading it.
const CANDIDATES_LOOKED_AT = 5;

/**
 * Where the next record begins in the text of one that is damaged: a quote that is missing turns texts and what is between
 * them about, so that whatever follows on its line is taken for part of it.
 *
 * Nothing but a record may be taken for one, an author of the damaged one least of all. So it must be an object behind a
 * closing brace, valid as far as it goes, begin with the name that the damaged one begins with, and lie behind a text that
 * is not closed, or behind an object that is.
 *
 * @param raw  From the brace of a record on; not valid JSON.
 * @returns An offset greater than 0, or null.
 */
export function nextRecordIn(raw: string): number | null {
  const name = FIRST_NAME.exec(raw)?.[1];
  if (name === undefined) return null;
  const beginnings = new RegExp(
    `\\}\\s*(?:,\\s*)?(?=\\{\\s*"${name.replace(/[$()*+.?[\]^{|}/-]/g, '\\$&')}"\\s*:)`,
    'g',
  );
  const closedAt = objectEnd(raw, 0);
  let quotes = 0;
  let counted = 0;
  for (let looked = 0; looked < CANDIDATES_LOOKED_AT; looked += 1) {
    const found = beginnings.exec(raw);
    if (found === null) return null;
    quotes += countQuotes(raw.slice(counted, found.index));
    counted = found.index;
    const at = found.index + found[0].length;
    const isApart = quotes % 2 === 1 || closedAt === found.index + 1;
    if (isApart && isRecord(raw, at)) return at;
  }
  return null;
}

function countQuotes(json: string): number {
  return json.match(UNESCAPED_QUOTES)?.filter((part) => part === '"').length ?? 0;
}

/** Offset behind the object that begins at `from`; null where it is not closed. */
function objectEnd(raw: string, from: number): number | null {
  let depth = 0;
  PARTS.lastIndex = from;
  for (let found = PARTS.exec(raw); found !== null; found = PARTS.exec(raw)) {
    if (found[0] === '"') PARTS.lastIndex = textEnd(raw, found.index);
    else if (found[0] === '{' || found[0] === '[') depth += 1;
    else depth -= 1;
    if (depth === 0) return found.index + 1;
  }
  return null;
}

/** Valid, or cut: braces of a text that was taken for something else end the damaged record anywhere. */
function isRecord(raw: string, from: number): boolean {
  const end = objectEnd(raw, from);
  if (end === null) return true;
  try {
    JSON.parse(raw.slice(from, end));
    return true;
  } catch {
    return false;
  }
}
