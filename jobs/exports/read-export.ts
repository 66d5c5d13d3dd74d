import type { ClientBase } from 'pg';
import { type ExportFacts, type ExportRecord, toRecord } from '@/jobs/exports/export-table';
import {
  countMetadataKeys,
  type ExportedKey,
  readExportedDocuments,
  readKeyPages,
  withRepeats,
} from '@/prisma/queries/export-rows';
import type { RankedFilter } from '@/prisma/queries/ranked-documents';

/** More metadata keys than these are gathered in one column: wider tables open nowhere. */
export const MOST_METADATA_COLUMNS = 200;
/** Keys that are counted; a file whose keys are data may have millions. */
const MOST_KEYS_COUNTED = 20_000;
const COUNTED_AT_ONCE = 5_000;
const ROWS_AT_ONCE = 500;
const CHARS_AT_ONCE = 4_000_000;

export interface ExportSource {
  readonly tx: ClientBase;
  readonly projectId: string;
  readonly filter: RankedFilter;
  /** Those that repeat a document follow it. */
  readonly withDuplicates: boolean;
}

export interface ExportSurvey {
  readonly total: number;
  /** The keys that most documents have, the most frequent first. */
  readonly keys: readonly string[];
  /** Keys beyond these. */
  readonly gathered: number;
}

/** The first pass: how many documents, and which metadata keys they have. */
export async function surveyExport(
  source: ExportSource,
  countsKeys: boolean,
  onProgress: () => Promise<void>,
): Promise<ExportSurvey> {
  const counts = new Map<string, number>();
  let total = 0;
  const { tx, projectId } = source;
  for await (const page of readKeys(source, COUNTED_AT_ONCE)) {
    total += page.length;
    const ids = page.map(({ id }) => id);
    for (const { key, count } of countsKeys ? await countMetadataKeys(tx, projectId, ids) : []) {
      if (counts.has(key) || counts.size < MOST_KEYS_COUNTED) counts.set(key, (counts.get(key) ?? 0) + count);
    }
    await onProgress();
  }
  const frequent = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  const keys = frequent.slice(0, MOST_METADATA_COLUMNS).map(([key]) => key);
  return { total, keys, gathered: counts.size - keys.length };
}

/** The second pass: the documents themselves, as many at once as fit in memory however long they are. */
export async function* readRecords(source: ExportSource, facts: ExportFacts): AsyncGenerator<ExportRecord[]> {
  const { tx, projectId } = source;
  for await (const page of readKeys(source, ROWS_AT_ONCE)) {
    for (const ids of cutByLength(page)) {
      const rows = await readExportedDocuments(tx, projectId, ids);
      yield rows.map((row) => toRecord(row, facts));
    }
  }
}

function readKeys({ tx, projectId, filter, withDuplicates }: ExportSource, take: number): AsyncIterable<ExportedKey[]> {
  const pages = readKeyPages(tx, projectId, filter, take);
  return withDuplicates ? withRepeats(tx, projectId, pages, take) : pages;
}

function cutByLength(page: readonly ExportedKey[]): string[][] {
  const parts: string[][] = [];
  let chars = Number.POSITIVE_INFINITY;
  for (const { id, textLength } of page) {
    if (chars + textLength > CHARS_AT_ONCE) {
      parts.push([]);
      chars = 0;
    }
    parts.at(-1)?.push(id);
    chars += textLength;
  }
  return parts;
}
