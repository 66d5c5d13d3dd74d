import type { ClientBase } from 'pg';
import type { DecisionValue } from '../generated/enums';
import type { DocumentRecord } from './document-columns';
import { matchedPageSql, type RankedFilter, type RankKey, rankedPageSql, rareSearchSql } from './ranked-documents';

/** A document of an export, before it is read. */
export type ExportedKey = Pick<DocumentRecord, 'id' | 'textLength'>;
type RankedExportKey = ExportedKey & RankKey;

/** All rows of a filter in the order of the ranking, a page after the other. Ask it within one snapshot. */
export async function* readKeyPages(
  tx: ClientBase,
  projectId: string,
  filter: RankedFilter,
  take: number,
): AsyncGenerator<RankedExportKey[]> {
  const pageSql = (await isRare(tx, projectId, filter)) ? matchedPageSql : rankedPageSql;
  let from: RankKey | null = null;
  for (;;) {
    const { text, values } = pageSql(projectId, filter, { take, direction: 'forward', from });
    const { rows }: { rows: RankedExportKey[] } = await tx.query<RankedExportKey>(text, values);
    if (rows.length > 0) yield rows;
    if (rows.length < take) return;
    from = rows.at(-1) ?? null;
  }
}

/** Each page with those that repeat its documents behind them, in as many parts as it takes: of one there may be very many. */
export async function* withRepeats(
  tx: ClientBase,
  projectId: string,
  pages: AsyncIterable<ExportedKey[]>,
  take: number,
): AsyncGenerator<ExportedKey[]> {
  for await (const page of pages) {
    let told = 0;
    let part: ExportedKey[] = [];
    for await (const repeats of readRepeats(tx, projectId, page, take)) {
      for (const { place, ...repeat } of repeats) {
        part.push(...page.slice(told, place), repeat);
        told = Math.max(told, place);
      }
      yield part;
      part = [];
    }
    if (told < page.length) yield page.slice(told);
  }
}

/** A document that repeats the one at a place of its page, counted from 1. */
type Repeat = ExportedKey & { readonly place: number };

/** In the order of the page, of each the oldest first: their ids rise with time. */
async function* readRepeats(
  tx: ClientBase,
  projectId: string,
  page: readonly ExportedKey[],
  take: number,
): AsyncGenerator<Repeat[]> {
  const ids = page.map(({ id }) => id);
  let last = null as Repeat | null;
  for (;;) {
    const { rows }: { rows: Repeat[] } = await tx.query<Repeat>({
      name: 'repeats-of-documents',
      text: `SELECT asked."place"::int AS "place", document."id", document."textLength"
        FROM unnest($2::uuid[]) WITH ORDINALITY AS asked("id", "place")
        JOIN "Document" document ON document."projectId" = $1 AND document."duplicateOfId" = asked."id"
        WHERE asked."place" >= $3::int AND ($4::uuid IS NULL OR asked."place" > $3::int OR document."id" > $4::uuid)
        ORDER BY asked."place", document."id" LIMIT $5`,
      values: [projectId, ids, last?.place ?? 1, last?.id ?? null, take],
    });
    if (rows.length > 0) yield rows;
    last = rows.at(-1) ?? null;
    if (rows.length < take || !last) return;
  }
}

async function isRare(tx: ClientBase, projectId: string, { search }: RankedFilter): Promise<boolean> {
  if (search == null) return false;
  const { text, values } = rareSearchSql(projectId, search);
  const { rows } = await tx.query<{ isRare: boolean }>(text, values);
  return rows[0]?.isRare ?? false;
}

/** In how many of these documents each metadata key occurs. */
export async function countMetadataKeys(
  tx: ClientBase,
  projectId: string,
  documentIds: readonly string[],
): Promise<{ key: string; count: number }[]> {
  const { rows } = await tx.query<{ key: string; count: number }>({
    name: 'count-metadata-keys',
    text: `
      SELECT "key", count(*)::int AS "count" FROM "DocumentText" CROSS JOIN LATERAL jsonb_object_keys("metadata") AS "key"
      WHERE "projectId" = $1 AND "documentId" = ANY ($2::uuid[]) AND jsonb_typeof("metadata") = 'object'
      GROUP BY "key"`,
    values: [projectId, documentIds],
  });
  return rows;
}

export interface ExportedNote {
  readonly by: string;
  readonly at: string;
  readonly text: string;
  readonly isImported: boolean;
}

export interface ExportedDocument {
  readonly id: string;
  readonly externalId: string | null;
  readonly title: string | null;
  readonly text: string;
  readonly authors: readonly string[];
  readonly year: number | null;
  readonly journal: string | null;
  readonly doi: string | null;
  readonly pmid: string | null;
  readonly url: string | null;
  readonly language: string | null;
  readonly keywords: readonly string[];
  readonly metadata: unknown;
  readonly rawScore: number | null;
  readonly calibratedScore: number | null;
  readonly overrideScore: number | null;
  readonly overrideBy: string | null;
  readonly overrideReason: string | null;
  readonly decision: DecisionValue | null;
  readonly decisionBy: string | null;
  readonly decisionReason: string | null;
  readonly tokensTotal: number | null;
  readonly tokensRead: number | null;
  readonly isTruncated: boolean | null;
  readonly windows: number | null;
  readonly precision: string | null;
  readonly model: string | null;
  readonly modelRevision: string | null;
  readonly hasDuplicates: boolean;
  readonly duplicateOfId: string | null;
  readonly dedupKey: string;
  readonly tags: readonly string[];
  readonly notes: readonly ExportedNote[];
}

/** These documents with all that is exported of them, in the order given. */
export async function readExportedDocuments(
  tx: ClientBase,
  projectId: string,
  documentIds: readonly string[],
): Promise<ExportedDocument[]> {
  const { rows } = await tx.query<ExportedDocument>({
    name: 'exported-documents',
    text: EXPORTED,
    values: [projectId, documentIds],
  });
  return rows;
}

const EXPORTED = `
  SELECT document."id", document."externalId", document."title", document."year", document."language",
    body."text", coalesce(body."authors", '{}') AS "authors", body."journal", body."doi", body."pmid", body."url",
    coalesce(body."keywords", '{}') AS "keywords", body."metadata",
    document."rawScore", document."calibratedScore", document."overrideScore", document."decision",
    coalesce(rating."givenBy", rater."name") AS "overrideBy", rating."reason" AS "overrideReason",
    coalesce(decision."givenBy", decider."name") AS "decisionBy", decision."reason" AS "decisionReason",
    score."tokensTotal", score."tokensRead", score."isTruncated", score."windows", score."precision",
    model."name" AS "model", model."revision" AS "modelRevision",
    document."duplicateOfId", document."dedupKey",
    EXISTS (SELECT 1 FROM "Document" other WHERE other."projectId" = $1
      AND other."duplicateOfId" = document."id") AS "hasDuplicates",
    coalesce((SELECT array_agg(tag."name" ORDER BY lower(tag."name"), tag."id") FROM "DocumentTag" placed
      JOIN "Tag" tag ON tag."id" = placed."tagId"
      WHERE placed."projectId" = $1 AND placed."documentId" = document."id"), '{}') AS "tags",
    coalesce((SELECT json_agg(json_build_object('by', author."name", 'at', to_char(note."createdAt" AT TIME ZONE 'UTC',
        'YYYY-MM-DD'), 'text', note."text", 'isImported', note."importRunId" IS NOT NULL)
        ORDER BY note."createdAt", note."id")
      FROM "Note" note JOIN "User" author ON author."id" = note."authorId"
      WHERE note."projectId" = $1 AND note."documentId" = document."id" AND note."isCurrent"), '[]') AS "notes"
  FROM unnest($2::uuid[]) WITH ORDINALITY AS asked("id", "place")
  JOIN "Document" document ON document."projectId" = $1 AND document."id" = asked."id"
  JOIN "DocumentText" body ON body."projectId" = $1 AND body."documentId" = asked."id"
  LEFT JOIN LATERAL (SELECT * FROM "Score" WHERE "projectId" = $1 AND "documentId" = asked."id"
    ORDER BY "scoredAt" DESC LIMIT 1) score ON true
  LEFT JOIN "ScoringRun" run ON run."id" = score."runId"
  LEFT JOIN "ModelRevision" model ON model."id" = run."modelRevisionId"
  LEFT JOIN "Rating" rating ON rating."projectId" = $1 AND rating."documentId" = asked."id"
    AND rating."kind" = 'OVERRIDE' AND rating."isCurrent"
  LEFT JOIN "User" rater ON rater."id" = rating."raterId"
  LEFT JOIN "Decision" decision ON decision."projectId" = $1 AND decision."documentId" = asked."id" AND decision."isCurrent"
  LEFT JOIN "User" decider ON decider."id" = decision."personId"
  ORDER BY asked."place"`;
