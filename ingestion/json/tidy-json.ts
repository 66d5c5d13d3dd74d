import type { ImportCode, JsonObject, JsonValue } from '@/ingestion/types';

/** Deeper values are rejected; writers of metadata stay in single figures, recursion limits begin in the thousands. */
export const MAX_DEPTH = 64;

// NUL or a surrogate can come out of JSON only by an escape, `__proto__` only by its name or by an escape.
const SUSPICIOUS = /\\u(?:0000|[dD][89a-fA-F])|__proto__|_\\u|\\u005[fF]/;
const SURROGATE = /\p{Surrogate}/gu;

/** The depth of a parsed value: 0 for a scalar; gives up, with Infinity, beyond MAX_DEPTH. */
export function isTooDeep(value: JsonValue, depth = 0): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (depth >= MAX_DEPTH) return true;
  const children = Array.isArray(value) ? value : Object.values(value);
  return children.some((child) => isTooDeep(child, depth + 1));
}

/**
 * Makes a parsed value safe for PostgreSQL and for copying: no NUL, no lone surrogate, no key `__proto__`.
 *
 * @param raw  The text it was parsed from; when nothing suspicious is in it the value is returned as it is.
 */
export function tidyJson<T extends JsonValue>(value: T, raw: string): { value: T; codes: ImportCode[] } {
  if (!SUSPICIOUS.test(raw)) return { value, codes: [] };
  const codes = new Set<ImportCode>();
  // The copy has the shape of the original; only texts and names differ.
  const copy = tidyValue(value, codes) as T;
  return { value: copy, codes: [...codes] };
}

function tidyValue(value: JsonValue, codes: Set<ImportCode>): JsonValue {
  if (typeof value === 'string') return tidyString(value, codes);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((part) => tidyValue(part, codes));
  const copy: JsonObject = Object.create(null) as JsonObject;
  for (const [key, part] of Object.entries(value)) {
    let name = tidyString(key, codes);
    if (name === '__proto__') {
      codes.add('FIELD_RENAMED');
      name = '__proto__ (field)';
    }
    while (name !== key && name in copy) name += '*';
    copy[name] = tidyValue(part, codes);
  }
  return copy;
}

/** A text without NULs and halves of characters; what was changed is added to the codes. */
export function tidyString(text: string, codes: Set<ImportCode>): string {
  let tidy = text;
  if (tidy.includes('\0')) {
    tidy = tidy.replaceAll('\0', '');
    codes.add('NUL_REMOVED');
  }
  const whole = tidy.replace(SURROGATE, '\uFFFD');
  if (whole !== tidy) codes.add('LONE_SURROGATE');
  return whole;
}
