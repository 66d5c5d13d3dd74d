import type { JsonValue } from '@/ingestion/types';
import { readJsonList } from '@/ingestion/winnow/export-lists';

/**
 * A value as one text: strings and numbers as they are, a list of strings joined by line ends.
 *
 * @returns null when the value is no text (an object, a list of objects).
 */
export function textOf(value: JsonValue): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join('\n');
  return null;
}

/**
 * A value as a list of names: a list as it is (of strings, or of objects with a name), a text split at semicolons, at
 * bars, or at commas where each part is a whole name ('Smith J, Doe K', but not 'Smith, John').
 */
export function namesOf(value: JsonValue): string[] | null {
  if (Array.isArray(value)) {
    const names = value.map(personName);
    return names.every((name) => name !== null) ? tidyList(names) : null;
  }
  const text = textOf(value);
  if (text === null) return null;
  const list = listLiteral(text);
  if (list !== null) return tidyList(list);
  if (/[;\n|]/.test(text)) return tidyList(text.split(/[;\n|]/));
  if (/ and /.test(text)) return tidyList(text.split(/,? and /));
  const parts = text.split(/,\s*/);
  return parts.length > 1 && parts.every((part) => /\S\s+\S/.test(part.trim())) ? tidyList(parts) : tidyList([text]);
}

/** A value as a list of keywords: as `namesOf`, but every comma separates. */
export function keywordsOf(value: JsonValue): string[] | null {
  if (Array.isArray(value)) return value.every((part) => typeof part === 'string') ? tidyList(value) : null;
  const text = textOf(value);
  if (text === null) return null;
  const list = listLiteral(text);
  if (list !== null) return tidyList(list);
  return tidyList(text.split(/[;\n|]/.test(text) ? /[;\n|]/ : /,/));
}

// A single space, which most are, is left where it is: three times faster than replacing it by itself.
const BLANKS = /[^\S ]\s*| \s+/g;

/** Spaces and line ends become single spaces. */
export function squeeze(text: string): string {
  return text.replace(BLANKS, ' ').trim();
}

/** Line ends become LF, the blank beginning and end go. */
export function tidyText(text: string): string {
  return (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text).trim();
}

function personName(value: JsonValue): string | null {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const { name, display_name, family, given, last, first } = value;
  if (typeof name === 'string') return name;
  if (typeof display_name === 'string') return display_name;
  const parts = [family ?? last, given ?? first].filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? parts.join(', ') : null;
}

// A regular expression runs out of stack on a text of some millions of characters, and no list of names is as long.
const MAX_LIST_LENGTH = 1024 * 1024;

/** Lists written as code, "['A', 'B']" or '["A", "B"]', as several tools put them into CSV. */
function listLiteral(text: string): string[] | null {
  if (text.length > MAX_LIST_LENGTH) return null;
  const inner = /^\s*\[(.*)\]\s*$/s.exec(text)?.[1];
  if (inner === undefined) return null;
  const json = readJsonList(text);
  if (json !== null) return json;
  const quoted = [...inner.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  return quoted.length > 0 || inner.trim() === '' ? quoted : null;
}

function tidyList(parts: readonly (string | null)[]): string[] {
  const tidy = parts.map((part) => squeeze(part ?? '')).filter((part) => part !== '');
  return [...new Set(tidy)];
}
