import { parseCell } from '@/ingestion/winnow/parse-cell';

/**
 * A list as one cell: its parts with semicolons between, as people write it; as a JSON list where reading the former
 * back would give other parts.
 *
 * @param readBack  How the cell will be read: `namesOf`, `keywordsOf` or `splitTags`.
 */
export function joinList(parts: readonly string[], readBack: (cell: string) => string[] | null): string {
  const joined = parts.join('; ');
  const read = joined === '' ? [] : readBack(joined);
  const isSame = read !== null && read.length === parts.length && read.every((part, place) => part === parts[place]);
  return isSame ? joined : JSON.stringify(parts);
}

/** Null for what is no JSON list of texts. */
export function readJsonList(cell: string): string[] | null {
  if (!/^\s*\[/.test(cell)) return null;
  const parts = parseCell(cell);
  return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : null;
}

/** Tags as `joinList` writes them. */
export function splitTags(cell: string): string[] {
  const parts = readJsonList(cell) ?? cell.split(';');
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}
