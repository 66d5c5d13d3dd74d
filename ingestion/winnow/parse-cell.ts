import { isTooDeep, tidyJson } from '@/ingestion/json/tidy-json';
import type { JsonValue } from '@/ingestion/types';

/** The JSON value that a text holds, safe to store; undefined for a text that holds none. */
export function parseCell(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isTooDeep(value) ? undefined : tidyJson(value, text).value;
  } catch {
    return undefined;
  }
}
