import { HIGHEST_RATING, LOWEST_RATING } from '@/calibration/labels';
import type { NamedLabel } from '@/calibration/sampling-design';
import { SetupError } from '../setup-error';
import { findColumns, type LabelColumn } from './label-columns';
import { type FileRow, readRows } from './read-rows';

/** Why a row is no label. */
export type RowFault =
  | 'UNREADABLE_ROW'
  | 'SCORE_NOT_A_NUMBER'
  | 'RATING_NOT_A_NUMBER'
  | 'RATING_OUT_OF_RANGE'
  | 'INCLUSION_PROBABILITY_OUT_OF_RANGE'
  | 'DUPLICATE_ID';

export interface RejectedRow {
  readonly line: number;
  readonly code: RowFault;
  readonly message: string;
}

/** A file of labels, every row accounted for: labels + unrated + rejected = rows. */
export interface LabelFile {
  readonly rows: number;
  readonly labels: readonly NamedLabel[];
  /** Ranking scores of rows without a rating. */
  readonly unrated: readonly number[];
  readonly rejected: readonly RejectedRow[];
}

/**
 * Labels of a CSV, TSV or JSONL file: columns score and rating, and if they are there id, stratum, inclusion probability
 * and ranking (calibrated) score, under the names of label-columns.ts. A row without an id has its line.
 *
 * @throws SetupError when the file cannot be read, is empty, or has no column for the score or the rating.
 */
export async function readLabels(file: string): Promise<LabelFile> {
  const rows = await readRows(file);
  const names = new Set(rows.flatMap((row) => ('values' in row ? [...row.values.keys()] : [])));
  if (rows.length === 0) throw new SetupError(`${file} holds no rows.`, 'It needs a header and a row for each label.');
  const columns = findColumns([...names]);
  requireColumn(file, columns, 'rawScore', 'score');
  requireColumn(file, columns, 'rating', 'rating');
  return collect(rows, columns);
}

type Columns = Partial<Record<LabelColumn, string>>;

function requireColumn(file: string, columns: Columns, column: LabelColumn, shown: string): void {
  if (columns[column] !== undefined) return;
  if (column === 'rawScore' && columns.rankingScore !== undefined) return;
  throw new SetupError(`${file} has no column "${shown}".`, 'The columns are named in `winnow calibrate --help`.');
}

function collect(rows: readonly FileRow[], columns: Columns): LabelFile {
  const labels: NamedLabel[] = [];
  const unrated: number[] = [];
  const rejected: RejectedRow[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const read = readRow(row, columns);
    if ('code' in read) rejected.push(read);
    else {
      const first = seen.get(read.id);
      if (first !== undefined)
        rejected.push(fault(row.line, 'DUPLICATE_ID', `"${read.id}" stands in line ${first} too`));
      else if (read.rating === null) unrated.push(read.score);
      else labels.push({ ...read, rating: read.rating });
      if (first === undefined) seen.set(read.id, row.line);
    }
  }
  return { rows: rows.length, labels, unrated, rejected };
}

type ReadRow = Omit<NamedLabel, 'rating'> & { readonly rating: number | null };

function readRow(row: FileRow, columns: Columns): ReadRow | RejectedRow {
  const { line } = row;
  if ('fault' in row) return fault(line, 'UNREADABLE_ROW', row.fault);
  const field = (column: LabelColumn) => row.values.get(columns[column] ?? '');
  const ranking = toNumber(field('rankingScore'));
  const raw = toNumber(field('rawScore'));
  const rating = toNumber(field('rating'));
  const probability = toNumber(field('inclusionProbability'));
  const score = ranking ?? raw;
  const rawScore = raw ?? ranking;
  if (score === null || rawScore === null || !Number.isFinite(score) || !Number.isFinite(rawScore)) {
    return fault(line, 'SCORE_NOT_A_NUMBER', `the score is ${shown(field('rawScore') ?? field('rankingScore'))}`);
  }
  if (Number.isNaN(rating)) return fault(line, 'RATING_NOT_A_NUMBER', `the rating is ${shown(field('rating'))}`);
  if (rating !== null && !(rating >= LOWEST_RATING && rating <= HIGHEST_RATING)) {
    return fault(line, 'RATING_OUT_OF_RANGE', `the rating is ${rating}; it lies from 1 to 5`);
  }
  if (probability !== null && !(probability > 0 && probability <= 1)) {
    const message = `the inclusion probability is ${shown(field('inclusionProbability'))}; it lies in (0, 1]`;
    return fault(line, 'INCLUSION_PROBABILITY_OUT_OF_RANGE', message);
  }
  const stratum = toText(field('stratum'));
  return {
    id: toText(field('id')) ?? String(line),
    score,
    rawScore,
    rating,
    stratum,
    inclusionProbability: probability,
  };
}

/** Null for an empty field, NaN for one that is no number; a decimal comma is none, since it might be a thousand. */
function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return Number.NaN;
  const text = value.trim();
  if (text === '') return null;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

function toText(value: unknown): string | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? null : text;
}

function shown(value: unknown): string {
  return JSON.stringify(value ?? '').slice(0, 60);
}

function fault(line: number, code: RowFault, message: string): RejectedRow {
  return { line, code, message };
}
