import type { DocumentFilters } from '@/components/documents/document-filters';
import type { RankedPageQuery, RankedRowFragment } from '@/graphql/generated/operations/graphql';

export type RankedRow = RankedRowFragment;
export type RankedPage = NonNullable<RankedPageQuery['project']>['documents'];

export interface RankedPages {
  readonly pages: RankedPage[];
  readonly pageParams: (string | null)[];
}

/**
 * Rows of all pages read so far, each document once: one that moved down between two reads stands where it was read
 * first, so that no row appears twice and none moves.
 */
export function rowsOf(pages: readonly RankedPage[]): RankedRow[] {
  const seen = new Set<string>();
  return pages.flatMap(({ nodes }) =>
    nodes.filter(({ id }) => {
      if (seen.has(id)) return false;
      seen.add(id);
      return true;
    }),
  );
}

/** The same pages with one document changed where it stands. */
export function patchPages<Data extends RankedPages>(data: Data, id: string, patch: Partial<RankedRow>): Data {
  if (!data.pages.some(({ nodes }) => nodes.some((row) => row.id === id))) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      nodes: page.nodes.map((row) => (row.id === id ? { ...row, ...patch } : row)),
    })),
  };
}

export function isIncluded(row: Pick<RankedRow, 'rankingScore'>, threshold: number | null): boolean | null {
  return threshold === null || row.rankingScore === null ? null : row.rankingScore >= threshold;
}

/**
 * Place of the first row under the threshold, before which the line is drawn; null when no such place is loaded.
 *
 * @param rescored  Documents whose score changed since the list was sorted: where they stand says nothing.
 */
export function thresholdPlace(
  rows: readonly RankedRow[],
  threshold: number | null,
  rescored: ReadonlySet<string>,
): number | null {
  if (threshold === null) return null;
  const isAbove = (row: RankedRow) => !rescored.has(row.id) && isIncluded(row, threshold) === true;
  const isUnder = (row: RankedRow) => !rescored.has(row.id) && isIncluded(row, threshold) === false;
  const lastAbove = rows.findLastIndex(isAbove);
  return lastAbove >= 0 && rows.some((row, place) => place > lastAbove && isUnder(row)) ? lastAbove + 1 : null;
}

/**
 * Where the cursor goes by `step` rows. A document that has left the loaded rows counts from the place where it was
 * seen last, so that nobody is thrown back to the top.
 */
export function stepFrom(rows: readonly RankedRow[], id: string | null, lastPlace: number, step: number): number {
  if (rows.length === 0) return -1;
  const place = id === null ? -1 : rows.findIndex((row) => row.id === id);
  if (place >= 0) return clamp(place + step, rows.length);
  if (id === null) return step > 0 ? 0 : rows.length - 1;
  return clamp(step > 0 ? lastPlace : lastPlace - 1, rows.length);
}

function clamp(place: number, length: number): number {
  return Math.min(length - 1, Math.max(0, place));
}

/**
 * Whether a loaded row stays under new filters, as far as the row itself can tell; the words of a search only the
 * server can weigh. Lets the list answer at once, before the server does.
 */
export function mayMatch(row: RankedRow, filters: DocumentFilters, threshold: number | null): boolean {
  const score = row.rankingScore;
  if (filters.scoreAtLeast !== null && (score === null || score < filters.scoreAtLeast)) return false;
  if (filters.scoreBelow !== null && (score === null || score >= filters.scoreBelow)) return false;
  if (filters.statuses.length > 0 && !filters.statuses.includes(row.status)) return false;
  if (filters.collectionIds.length > 0 && !filters.collectionIds.includes(row.collection.id)) return false;
  if (filters.isOverridden !== null && (row.overrideScore !== null) !== filters.isOverridden) return false;
  if (filters.decisions.length > 0 && !filters.decisions.includes(row.decision?.value ?? 'NONE')) return false;
  return filters.isIncluded === null || isIncluded(row, threshold) === filters.isIncluded;
}
