import type { DraftRecord, RejectedRecord } from '@/ingestion/document/draft-record';
import { isBlank, matchRole, type RoleMatch } from '@/ingestion/document/field-roles';
import { issueOf } from '@/ingestion/document/record-issue';
import type { RoleAssigner } from '@/ingestion/document/role-assigner';
import { repeatedKeys } from '@/ingestion/json/repeated-keys';
import { quoteInexactNumbers, replaceNonJsonNumbers } from '@/ingestion/json/scan-tokens';
import { isTooDeep, tidyJson } from '@/ingestion/json/tidy-json';
import { rejectedRaw } from '@/ingestion/source/snippet';
import type { ImportCode, JsonObject, JsonValue, RecordIssue } from '@/ingestion/types';

/** Where the text of one JSON value stands in the file. */
export interface JsonSpan {
  line: number;
  start: number;
  end: number;
  raw: string;
}

const META_KEYS = ['meta', 'metadata'];

/** One JSON text becomes a record; what is wrong with it is said by code. */
export function readJsonRecord(
  span: JsonSpan,
  isLastAndOpen: boolean,
  roles: RoleAssigner,
): DraftRecord | RejectedRecord {
  const { line, raw } = span;
  const parsed = parse(raw);
  if (parsed === null) {
    const code = isLastAndOpen ? 'TRUNCATED_RECORD' : 'INVALID_JSON';
    return rejectJson(
      span,
      code,
      `${isLastAndOpen ? 'The file ends here and what' : 'What'} is here is not valid JSON.`,
    );
  }
  if (isTooDeep(parsed.value)) return rejectJson(span, 'NESTED_TOO_DEEP');
  const { value, source, second } = keepSecondValues(parsed, line);
  const tidy = tidyJson(value, source);
  if (!isObject(tidy.value)) return rejectJson(span, 'NOT_AN_OBJECT');
  const issues = [...[...parsed.codes, ...tidy.codes].map((code) => issueOf(code, line, raw)), ...second];
  return { kind: 'record', ...span, issues, ...assign(tidy.value, line, issues, roles) };
}

/** @param message  Where more can be said than the code says. */
export function rejectJson(span: JsonSpan, code: ImportCode, message?: string): RejectedRecord {
  const issue = issueOf(code, span.line, span.raw, message);
  return { kind: 'rejected', end: span.end, issue, raw: rejectedRaw(span.raw) };
}

interface Parsed {
  value: JsonValue;
  source: string;
  codes: ImportCode[];
}

function parse(raw: string): Parsed | null {
  const exact = quoteInexactNumbers(raw);
  const source = exact?.json ?? raw;
  const codes = exact?.codes ?? [];
  const value = parseOrUndefined(source);
  if (value !== undefined) return { value, source, codes };
  const repaired = replaceNonJsonNumbers(source);
  const second = repaired === null ? undefined : parseOrUndefined(repaired.json);
  if (repaired === null || second === undefined) return null;
  return { value: second, source: repaired.json, codes: [...codes, ...repaired.codes] };
}

/** Of a key that an object has twice the last value stands under its name, as everywhere, and the others beside it. */
function keepSecondValues({ value, source }: Parsed, line: number) {
  const repeated = repeatedKeys(source, value);
  if (repeated === null) return { value, source, second: [] };
  const second = repeated.names.map((field) => ({ ...issueOf('SECOND_VALUE', line, field), field }));
  return { value: parseOrUndefined(repeated.json) ?? value, source: repeated.json, second };
}

function parseOrUndefined(json: string): JsonValue | undefined {
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The values of a record by their names, before they are sorted. */
export interface NamedValues {
  names: readonly string[];
  /** `matchRole` of each name. */
  matches: ReadonlyArray<RoleMatch | null>;
  values: readonly JsonValue[];
  line: number;
  /** Is added what is wrong with `meta`. */
  issues: RecordIssue[];
}

/** Fields stand at the top, or inside `meta`, which Hugging Face data sets hold as an object or as a JSON text. */
export function assignRecord({ names, matches, values: given, line, issues }: NamedValues, roles: RoleAssigner) {
  const values = names.map((name, index) =>
    isMetaKey(name) ? readMeta(name, given[index], line, issues) : (given[index] ?? null),
  );
  if (roles.isMapped) return assignMapped(names, values, roles);
  const assigned = roles.assign(names, matches, values);
  for (const [index, name] of names.entries()) {
    const meta = values[index];
    if (!isMetaKey(name) || !isObject(meta)) continue;
    for (const [key, value] of Object.entries(meta)) {
      const match = matchOf(key);
      // The text to score is never taken from beside the record; everything else may be.
      if (match === null || match.role === 'text' || isBlank(value) || isObject(value)) continue;
      assigned.fields[match.role] ??= { name: key, value };
    }
  }
  return assigned;
}

function assign(record: JsonObject, line: number, issues: RecordIssue[], roles: RoleAssigner) {
  const names = Object.keys(record);
  const values = names.map((name) => record[name] ?? null);
  return assignRecord({ names, matches: names.map(matchOf), values, line, issues }, roles);
}

/** A mapping may name what is inside `meta`, as 'meta.title'. */
function assignMapped(names: readonly string[], values: readonly JsonValue[], roles: RoleAssigner) {
  const inside = new Map<string, JsonValue>();
  for (const [index, name] of names.entries()) {
    const meta = values[index];
    if (!isMetaKey(name) || !isObject(meta)) continue;
    for (const [key, value] of Object.entries(meta)) inside.set(`${name}.${key}`, value);
  }
  roles.note(names);
  roles.note(inside.keys());
  return roles.assign(names, [], values, inside);
}

function readMeta(name: string, value: JsonValue | undefined, line: number, issues: RecordIssue[]): JsonValue {
  if (typeof value !== 'string' || value.trim() === '') return value ?? null;
  const parsed = parse(value);
  if (parsed === null || !isObject(parsed.value)) {
    issues.push({ ...issueOf('INVALID_META', line, value), field: name });
    return value;
  }
  if (isTooDeep(parsed.value)) return value;
  const tidy = tidyJson(parsed.value, parsed.source);
  for (const code of [...parsed.codes, ...tidy.codes]) issues.push({ ...issueOf(code, line, value), field: name });
  return tidy.value;
}

// Records of one file share their keys; the bound is for files whose keys are data.
const knownMatches = new Map<string, RoleMatch | null>();

function matchOf(name: string): RoleMatch | null {
  const known = knownMatches.get(name);
  if (known !== undefined) return known;
  const match = matchRole(name);
  if (knownMatches.size < 10_000) knownMatches.set(name, match);
  return match;
}

/** Keys whose object belongs to the record as if its keys stood beside them. */
export function isMetaKey(name: string): boolean {
  return META_KEYS.includes(name);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
