import { keywordsOf, namesOf } from '@/ingestion/document/read-values';
import type { JsonValue } from '@/ingestion/types';
import { joinList, splitTags } from '@/ingestion/winnow/export-lists';
import { neutralise } from '@/ingestion/winnow/spreadsheet-cells';

/** What an import makes of the text of such a cell. */
type ReadBack = (cell: string) => string[] | null;

/** A map, since a column may be called like a property that every object has. */
const LISTS: ReadonlyMap<string, ReadBack> = new Map<string, ReadBack>([
  ['authors', namesOf],
  ['keywords', keywordsOf],
  ['winnow_tags', splitTags],
]);

/** A value as the text of a cell of this column: lists in their own way, what else is no plain value as JSON. */
export function cellText(column: string, value: JsonValue): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  const readBack = LISTS.get(column);
  if (readBack && Array.isArray(value) && value.every((part) => typeof part === 'string')) {
    return joinList(value, readBack);
  }
  return JSON.stringify(value);
}

/** The text as a spreadsheet may have it: numbers and truths as they are, texts made safe where that is asked for. */
export function safeCellText(column: string, value: JsonValue, isNeutralised: boolean): string {
  const text = cellText(column, value);
  return isNeutralised && typeof value !== 'number' ? neutralise(text) : text;
}
