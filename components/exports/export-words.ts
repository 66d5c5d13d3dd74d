import { formatBytes, formatCount, formatScore } from '@/components/ui/format-number';
import type { ExportFormat, ExportLineFragment, ExportStatus } from '@/graphql/generated/operations/graphql';

export const FORMAT_WORDS: Readonly<Record<ExportFormat, { readonly label: string; readonly hint: string }>> = {
  CSV: { label: 'CSV', hint: 'For every spreadsheet and every program.' },
  XLSX: { label: 'Excel', hint: 'A workbook, up to 1,048,575 documents; longer texts are cut at 32,767 characters.' },
  JSONL: { label: 'JSON Lines', hint: 'For programs: one document a line, with lists and numbers as they are.' },
  RIS: { label: 'RIS', hint: 'For Zotero, EndNote and other reference managers.' },
  PARQUET: { label: 'Parquet', hint: 'For data frames: typed, compressed, quick to read.' },
};

interface ExportState {
  readonly label: string;
  readonly tone: 'neutral' | 'accent' | 'correct' | 'wrong';
  readonly isOpen: boolean;
}

const STATES: Readonly<Record<ExportStatus, ExportState>> = {
  QUEUED: { label: 'in line', tone: 'neutral', isOpen: true },
  RUNNING: { label: 'being made', tone: 'accent', isOpen: true },
  COMPLETED: { label: 'ready', tone: 'correct', isOpen: false },
  FAILED: { label: 'failed', tone: 'wrong', isOpen: false },
  CANCELLED: { label: 'cancelled', tone: 'neutral', isOpen: false },
  EXPIRED: { label: 'no longer kept', tone: 'neutral', isOpen: false },
};

export function exportState(status: ExportStatus): ExportState {
  return STATES[status];
}

type Told = Pick<
  ExportLineFragment,
  'done' | 'sizeBytes' | 'columnCount' | 'gatheredColumns' | 'cutCells' | 'withDuplicates'
>;

/** "1,284 documents, 35 columns, 2.1 MB", and what had to be bent for the format. */
export function contentSentence(told: Told): string {
  const { done, sizeBytes, columnCount, gatheredColumns, cutCells, withDuplicates } = told;
  const noun = done === 1 ? 'document' : 'documents';
  const parts = [`${formatCount(done)} ${noun}${withDuplicates ? ' with duplicates' : ''}`];
  if (columnCount > 0) parts.push(`${formatCount(columnCount)} columns`);
  if (sizeBytes != null) parts.push(formatBytes(sizeBytes));
  if (gatheredColumns > 0) parts.push(`${formatCount(gatheredColumns)} rarer metadata fields in one column`);
  if (cutCells > 0) parts.push(`${formatCount(cutCells)} ${cutCells === 1 ? 'text' : 'texts'} cut to fit a cell`);
  return parts.join(', ');
}

/** The filter in words: "score from 3.5, decided: include". Collections and tags by their number, as they may be gone. */
export function filterSentence(filter: unknown, threshold: number | null | undefined): string {
  if (filter === null || typeof filter !== 'object') return 'All documents';
  const asked = filter as Record<string, unknown>;
  const parts: string[] = [];
  if (typeof asked.search === 'string') parts.push(`“${asked.search}”`);
  if (typeof asked.scoreAtLeast === 'number') parts.push(`score from ${asked.scoreAtLeast}`);
  if (typeof asked.scoreBelow === 'number') parts.push(`score below ${asked.scoreBelow}`);
  if (typeof asked.isIncluded === 'boolean') {
    parts.push(
      `${asked.isIncluded ? 'above' : 'below'} the threshold${threshold == null ? '' : ` ${formatScore(threshold)}`}`,
    );
  }
  if (typeof asked.isOverridden === 'boolean') parts.push(asked.isOverridden ? 'overridden' : 'not overridden');
  parts.push(...wordsOf(asked.decisions).map((word) => (word === 'none' ? 'undecided' : `decided: ${word}`)));
  parts.push(...wordsOf(asked.statuses));
  for (const [name, ids] of [['collection', asked.collectionIds] as const, ['tag', asked.tagIds] as const]) {
    const count = Array.isArray(ids) ? ids.length : 0;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? 'All documents' : parts.join(', ');
}

function wordsOf(values: unknown): string[] {
  return Array.isArray(values) ? values.map((value) => String(value).toLowerCase()) : [];
}
