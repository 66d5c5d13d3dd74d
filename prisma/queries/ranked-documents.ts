import type { Database } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import type { DecisionValue, DocumentStatus } from '@/prisma/generated/enums';
import { type DocumentRecord, documentColumns } from '@/prisma/queries/document-columns';
import {
  hasSourceConditions,
  isAnyRare,
  matchedConditions,
  rowConditions,
  type SourceConditions,
} from '@/prisma/queries/source-conditions';

/** Where a row stands in the ranking; Infinity stands for no score. */
export interface RankKey {
  readonly rankOrder: number;
  readonly rawOrder: number;
  readonly id: string;
}

export interface RankedFilter extends SourceConditions {
  /** Ranking score at least this. */
  readonly scoreAtLeast?: number | null;
  /** Ranking score below this; documents without a score are not below anything. */
  readonly scoreBelow?: number | null;
  readonly statuses?: readonly DocumentStatus[] | null;
  readonly collectionIds?: readonly string[] | null;
  readonly search?: string | null;
  readonly isOverridden?: boolean | null;
  /** With any of these tags. */
  readonly tagIds?: readonly string[] | null;
  /** The decision in force; NONE for none. */
  readonly decisions?: readonly (DecisionValue | 'NONE')[] | null;
}

export interface RankedPage {
  readonly take: number;
  readonly direction: 'forward' | 'backward';
  /** The row the page starts after (forward) or ends before (backward); it need not exist any more. */
  readonly from: RankKey | null;
}

/** A page, and where the looking stopped when it stopped before the page was full and before the ranking ended. */
export interface LookedPage {
  readonly rows: DocumentRecord[];
  readonly lookedTo: RankKey | null;
}

/** The next rows of the ranking in the order (ranking score, raw score, both falling, id), whichever the direction. */
export async function findRankedPage(
  db: Database,
  projectId: string,
  filter: RankedFilter,
  page: RankedPage,
): Promise<DocumentRecord[]> {
  const found: DocumentRecord[] = [];
  let from = page.from;
  for (;;) {
    const { rows, lookedTo } = await findBoundedPage(db, projectId, filter, {
      ...page,
      from,
      take: page.take - found.length,
    });
    if (page.direction === 'forward') found.push(...rows);
    else found.unshift(...rows);
    if (!lookedTo || found.length >= page.take) return found;
    from = lookedTo;
  }
}

/** The same, but never looking through more than LOOKED_AT_ONCE documents for conditions that no index answers. */
export async function findBoundedPage(
  db: Database,
  projectId: string,
  filter: RankedFilter,
  page: RankedPage,
): Promise<LookedPage> {
  const isRare = await isRareFilter(db, projectId, filter);
  if (!isRare && hasSourceConditions(filter)) return findWalkedPage(db, projectId, filter, page);
  const rows = await db.$queryRaw<DocumentRecord[]>(
    isRare ? matchedPageSql(projectId, filter, page) : rankedPageSql(projectId, filter, page),
  );
  return { rows: page.direction === 'forward' ? rows : rows.reverse(), lookedTo: null };
}

/** A page as the merge of ranges of the ranking indexes. Exported for those who ask PostgreSQL for its plan. */
export function rankedPageSql(projectId: string, filter: RankedFilter, page: RankedPage): Prisma.Sql {
  const order = ORDERS[page.direction];
  const conditions = [...conditionsOf(projectId, filter), ...rowConditions(projectId, filter), ...startOf(page)];
  const branches = branchesOf(filter).map(
    (branch) => Prisma.sql`
      (SELECT ${documentColumns} FROM "Document"
       WHERE ${allOf([...conditions, ...branch])}
       ORDER BY ${order} LIMIT ${page.take}::int)`,
  );
  if (branches.length === 1) return Prisma.join(branches);
  return Prisma.sql`SELECT * FROM (${Prisma.join(branches, ' UNION ALL ')}) AS "page" ORDER BY ${order} LIMIT ${page.take}::int`;
}

/** A page of a search with few matches: all of them by the text index, then sorted; no walk along the ranking. */
export function matchedPageSql(projectId: string, filter: RankedFilter, page: RankedPage): Prisma.Sql {
  return Prisma.sql`
    WITH "matched" AS MATERIALIZED (
      SELECT ${documentColumns} FROM "Document"
      WHERE ${allOf([...conditionsOf(projectId, filter), ...matchedConditions(projectId, filter), ...collectionsOf(filter), ...startOf(page)])})
    SELECT * FROM "matched" ORDER BY ${ORDERS[page.direction]} LIMIT ${page.take}::int`;
}

/**
 * How many rows the filter leaves, counted no further than one past the limit; null when there are more, and for
 * words so frequent that counting would cost more than the page.
 */
export async function countRanked(
  db: Database,
  projectId: string,
  filter: RankedFilter,
  limit: number,
): Promise<number | null> {
  const isRare = await isRareFilter(db, projectId, filter);
  if (!isRare && hasSourceConditions(filter)) return countWalked(db, projectId, filter, limit);
  if (filter.search != null && !isRare) return null;
  const conditions = [...conditionsOf(projectId, filter), ...matchedConditions(projectId, filter)];
  const branches = (isRare ? [collectionsOf(filter)] : branchesOf(filter)).map(
    (branch) => Prisma.sql`
      (SELECT 1 FROM "Document" WHERE ${allOf([...conditions, ...branch])}
       LIMIT ${isRare ? RARE_MATCHES : limit + 1}::int)`,
  );
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM (${Prisma.join(branches, ' UNION ALL ')}) AS "counted"`;
  const count = row?.count ?? 0;
  return count > limit ? null : count;
}

/**
 * Up to here matches are fetched and sorted; beyond, the ranking is walked until the page is full, which frequent
 * words fill soon. PostgreSQL cannot tell: it takes every word that is not among its most common ones for as frequent
 * as the least of these, and walked 1,000,000 rows for a word of 200 (docs/ranked-list.md, "Search").
 */
const RARE_MATCHES = 50_000;

async function isRareFilter(db: Database, projectId: string, filter: RankedFilter): Promise<boolean> {
  return (await isRareSearch(db, projectId, filter)) || (await isAnyRare(db, projectId, filter, RARE_MATCHES));
}

/** So many rows looked up one by one stay well within a second (docs/ranked-list.md, "Fields of the source"). */
export const LOOKED_AT_ONCE = 20_000;

/** Walks the ranking and asks the conditions of each row, until the page is full or enough rows were looked at. */
async function findWalkedPage(
  db: Database,
  projectId: string,
  filter: RankedFilter,
  page: RankedPage,
): Promise<LookedPage> {
  const order = ORDERS[page.direction];
  const walked = walkSql(projectId, filter, page);
  const rows = await db.$queryRaw<DocumentRecord[]>`
    SELECT ${documentColumns} FROM (${walked}) AS "Document"
    WHERE ${allOf(rowConditions(projectId, filter))} ORDER BY ${order} LIMIT ${page.take}::int`;
  const inOrder = page.direction === 'forward' ? rows : [...rows].reverse();
  if (rows.length === page.take) return { rows: inOrder, lookedTo: null };
  const [last] = await db.$queryRaw<RankKey[]>`
    SELECT "rankOrder", "rawOrder", "id" FROM (${walked}) AS "Document"
    ORDER BY ${order} OFFSET ${LOOKED_AT_ONCE - 1}::int LIMIT 1`;
  return { rows: inOrder, lookedTo: last ?? null };
}

function walkSql(projectId: string, filter: RankedFilter, page: RankedPage): Prisma.Sql {
  return rankedPageSql(projectId, { ...filter, metadata: null, labels: null }, { ...page, take: LOOKED_AT_ONCE });
}

/** Exact where the whole ranking can be looked through at once; null beyond. */
async function countWalked(
  db: Database,
  projectId: string,
  filter: RankedFilter,
  limit: number,
): Promise<number | null> {
  const walked = walkSql(projectId, filter, { take: 0, direction: 'forward', from: null });
  const [row] = await db.$queryRaw<{ looked: number; count: number }[]>`
    SELECT count(*)::int AS "looked", (count(*) FILTER (WHERE ${allOf(rowConditions(projectId, filter))}))::int AS "count"
    FROM (${walked}) AS "Document"`;
  return !row || row.looked >= LOOKED_AT_ONCE || row.count > limit ? null : row.count;
}

async function isRareSearch(db: Database, projectId: string, { search }: RankedFilter): Promise<boolean> {
  if (search == null) return false;
  const [row] = await db.$queryRaw<{ isRare: boolean }[]>(rareSearchSql(projectId, search));
  return row?.isRare ?? false;
}

/** Whether a search has so few matches that its pages are read by `matchedPageSql`. */
export function rareSearchSql(projectId: string, search: string): Prisma.Sql {
  return Prisma.sql`
    SELECT count(*) <= ${RARE_MATCHES}::int AS "isRare" FROM (
      SELECT 1 FROM "DocumentText" WHERE "projectId" = ${projectId}::uuid
        AND "search" @@ websearch_to_tsquery('english', ${search}) LIMIT ${RARE_MATCHES + 1}::int) AS "matches"`;
}

/**
 * Places in the ranking, from 1, of the keys given; one pass over the index however many keys, because each counts
 * only from the one before it.
 */
export async function findRanks(
  db: Database,
  projectId: string,
  keys: readonly RankKey[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const given = Prisma.join(keys.map((key) => keySql(key)));
  const rows = await db.$queryRaw<{ id: string; rank: number }[]>`
    WITH "asked" AS (
      SELECT *, lag("rankOrder") OVER "ranking" AS "lastRankOrder", lag("rawOrder") OVER "ranking" AS "lastRawOrder",
             lag("id") OVER "ranking" AS "lastId"
      FROM (VALUES ${given}) AS "keys"("rankOrder", "rawOrder", "id")
      WINDOW "ranking" AS (ORDER BY "rankOrder", "rawOrder", "id")
    )
    SELECT "asked"."id", (1 + sum("between"."count") OVER (ORDER BY "rankOrder", "rawOrder", "id"))::int AS "rank"
    FROM "asked" CROSS JOIN LATERAL (
      SELECT count(*) AS "count" FROM "Document" AS "earlier"
      WHERE "earlier"."projectId" = ${projectId}::uuid
        AND ("earlier"."rankOrder", "earlier"."rawOrder", "earlier"."id")
            < ("asked"."rankOrder", "asked"."rawOrder", "asked"."id")
        AND ("earlier"."rankOrder", "earlier"."rawOrder", "earlier"."id")
            >= (coalesce("asked"."lastRankOrder", '-Infinity'), coalesce("asked"."lastRawOrder", '-Infinity'),
                coalesce("asked"."lastId", '00000000-0000-0000-0000-000000000000'))
    ) AS "between"`;
  return new Map(rows.map(({ id, rank }) => [id, rank]));
}

const ORDERS = {
  forward: Prisma.sql`"rankOrder", "rawOrder", "id"`,
  backward: Prisma.sql`"rankOrder" DESC, "rawOrder" DESC, "id" DESC`,
} as const;

function startOf({ from, direction }: RankedPage): Prisma.Sql[] {
  if (!from) return [];
  const compare = direction === 'forward' ? Prisma.sql`>` : Prisma.sql`<`;
  return [Prisma.sql`("rankOrder", "rawOrder", "id") ${compare} ${keySql(from)}`];
}

function collectionsOf({ collectionIds }: RankedFilter): Prisma.Sql[] {
  return collectionIds ? [Prisma.sql`"collectionId" = ANY(${[...collectionIds]}::uuid[])`] : [];
}

/** As text, because a parameter list of the driver writes Infinity as null. */
function keySql({ rankOrder, rawOrder, id }: RankKey): Prisma.Sql {
  return Prisma.sql`(${String(rankOrder)}::float8, ${String(rawOrder)}::float8, ${id}::uuid)`;
}

function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.join([...conditions], ' AND ');
}

/** Every bound on the score is a range of the index; rankOrder is the ranking score with its sign turned. */
function conditionsOf(projectId: string, filter: RankedFilter): Prisma.Sql[] {
  const { scoreAtLeast, scoreBelow, statuses, search, isOverridden } = filter;
  return [
    Prisma.sql`"projectId" = ${projectId}::uuid AND "rankOrder" IS NOT NULL`,
    scoreAtLeast == null ? [] : Prisma.sql`"rankOrder" <= ${String(-scoreAtLeast)}::float8`,
    scoreBelow == null
      ? []
      : Prisma.sql`"rankOrder" > ${String(-scoreBelow)}::float8 AND "rankOrder" < 'Infinity'::float8`,
    statuses ? Prisma.sql`"status" = ANY(${[...statuses]}::"DocumentStatus"[])` : [],
    isOverridden == null
      ? []
      : Prisma.sql`"overrideScore" IS ${isOverridden ? Prisma.sql`NOT NULL` : Prisma.sql`NULL`}`,
    search == null
      ? []
      : Prisma.sql`"id" IN (SELECT "documentId" FROM "DocumentText" WHERE "projectId" = ${projectId}::uuid
          AND "search" @@ websearch_to_tsquery('english', ${search}))`,
    filter.tagIds
      ? Prisma.sql`"id" IN (SELECT "documentId" FROM "DocumentTag" WHERE "projectId" = ${projectId}::uuid
          AND "tagId" = ANY(${[...filter.tagIds]}::uuid[]))`
      : [],
    filter.decisions ? decidedSql(filter.decisions) : [],
  ].flat();
}

function decidedSql(decisions: readonly (DecisionValue | 'NONE')[]): Prisma.Sql {
  const values = decisions.filter((decision) => decision !== 'NONE');
  // Said apart, "is not null" lets the index of the few be used.
  const decided = Prisma.sql`("decision" IS NOT NULL AND "decision" = ANY(${values}::"DecisionValue"[]))`;
  return values.length < decisions.length ? Prisma.sql`("decision" IS NULL OR ${decided})` : decided;
}

/**
 * Parts that each stand in one index in ranking order; a page is the merge of their first rows. One collection has an
 * index of its own, several are several ranges of it. Documents that are not scored stand at the end of the ranking,
 * save the few that an expert has scored: two ranges instead of a walk over everything that is scored.
 */
function branchesOf({ collectionIds, statuses }: RankedFilter): Prisma.Sql[][] {
  const collections = collectionIds ? collectionIds.map((id) => [Prisma.sql`"collectionId" = ${id}::uuid`]) : [[]];
  if (collections.length === 0) return [[Prisma.sql`false`]];
  if (!statuses || statuses.includes('SCORED')) return collections;
  return collections.flatMap((collection) => [
    [...collection, Prisma.sql`"rankOrder" = 'Infinity'::float8`],
    [...collection, Prisma.sql`"overrideScore" IS NOT NULL`],
  ]);
}
