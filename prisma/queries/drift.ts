import type { Database } from '@/prisma/client';
import { type DriftReport, Prisma } from '@/prisma/generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from '@/prisma/queries/newest-first';

/** What is watched of a document: the model's own score, and how long its text is in the model's tokens. */
export const DRIFT_FEATURES = ['score', 'tokens'] as const;
export type DriftFeature = (typeof DRIFT_FEATURES)[number];
export type FeatureColumns = Readonly<Record<DriftFeature, number[]>>;

/** As many say all that a comparison can use: a PSI of bins of a thousand. */
const MOST_DOCUMENTS = 10_000;

/** The scored documents of a project, or those of one collection that came after a moment. */
export interface DriftScope {
  readonly projectId: string;
  /** Documents whose newest score is another model's are left out. */
  readonly modelRevisionId: string | null;
  readonly added: { readonly collectionId: string; readonly since: Date } | null;
}

/**
 * Features of a random part of the scope, at most 10,000 documents, each feature ascending. The seed decides which: the
 * same scope gives the same part, in any PostgreSQL. Reads no text: one walk of the documents, and a score of each drawn.
 */
export async function readFeatures(db: Database, scope: DriftScope, seed: string): Promise<FeatureColumns> {
  const rows = await db.$queryRaw<{ score: number; tokens: number }[]>`
    SELECT "part"."rawScore" AS "score", "newest"."tokensTotal" AS "tokens"
    FROM (SELECT "id", "rawScore" FROM "Document" WHERE ${inScope(scope)}
          ORDER BY md5(${seed}::text || "id"::text), "id" LIMIT ${MOST_DOCUMENTS}::int) AS "part"
    CROSS JOIN LATERAL (
      SELECT "tokensTotal", "runId" FROM "Score"
      WHERE "projectId" = ${scope.projectId}::uuid AND "documentId" = "part"."id" AND "rawScore" IS NOT NULL
      ORDER BY "scoredAt" DESC LIMIT 1) AS "newest"
    JOIN "ScoringRun" AS "run" ON "run"."id" = "newest"."runId"
      AND "run"."modelRevisionId" IS NOT DISTINCT FROM ${scope.modelRevisionId}::uuid`;
  return { score: ascending(rows.map(({ score }) => score)), tokens: ascending(rows.map(({ tokens }) => tokens)) };
}

function inScope({ projectId, added }: DriftScope): Prisma.Sql {
  const newer = added
    ? Prisma.sql`AND "collectionId" = ${added.collectionId}::uuid AND "createdAt" > ${added.since}`
    : Prisma.empty;
  return Prisma.sql`"projectId" = ${projectId}::uuid AND "duplicateOfId" IS NULL AND "status" = 'SCORED'
    AND "rawScore" IS NOT NULL ${newer}`;
}

function ascending(values: readonly number[]): number[] {
  return [...Float64Array.from(values).sort()];
}

export interface GrownCollection {
  readonly collectionId: string;
  readonly newDocuments: number;
}

/**
 * Collections with at least so many scored documents that came after the version was saved, where no report of the
 * version has counted as many.
 */
export function findGrownCollections(
  db: Database,
  { projectId, calibrationId, since }: { projectId: string; calibrationId: string; since: Date },
  atLeast: number,
): Promise<GrownCollection[]> {
  return db.$queryRaw<GrownCollection[]>`
    SELECT "grown"."collectionId", "grown"."newDocuments"
    FROM (SELECT "collectionId", count(*)::int AS "newDocuments" FROM "Document"
          WHERE "projectId" = ${projectId}::uuid AND "createdAt" > ${since} AND "duplicateOfId" IS NULL
            AND "status" = 'SCORED' AND "rawScore" IS NOT NULL
          GROUP BY "collectionId" HAVING count(*) >= ${atLeast}::int) AS "grown"
    LEFT JOIN "DriftReport" AS "report" ON "report"."collectionId" = "grown"."collectionId"
      AND "report"."calibrationId" = ${calibrationId}::uuid
    WHERE "report"."newDocuments" IS DISTINCT FROM "grown"."newDocuments"
    ORDER BY "grown"."collectionId"`;
}

/** The distributions that a version was saved with; null where there are none, or nothing was scored. */
export async function findReference(db: Database, calibrationId: string): Promise<FeatureColumns | null> {
  const rows = await db.calibrationReference.findMany({ where: { calibrationId } });
  const valuesOf = (feature: DriftFeature) => rows.find((row) => row.feature === feature)?.values ?? [];
  const reference = { score: valuesOf('score'), tokens: valuesOf('tokens') };
  return reference.score.length > 0 && reference.tokens.length > 0 ? reference : null;
}

export async function insertReference(tx: Database, calibrationId: string, features: FeatureColumns): Promise<void> {
  for (const feature of DRIFT_FEATURES) {
    // As text: the client's own list of numbers loses the 17th digit, and what was equal would no longer be.
    const values = features[feature].map(String);
    await tx.$executeRaw`
      INSERT INTO "CalibrationReference" ("calibrationId", "feature", "values")
      VALUES (${calibrationId}::uuid, ${feature}, ${values}::text[]::float8[])`;
  }
}

/** Which reports of a version are asked: all, or those of a drift whose notice nobody has dismissed. */
export interface ReportScope {
  readonly projectId: string;
  readonly calibrationId: string;
  readonly onlyOpen: boolean;
}

/** Newest first; one more than asked tells whether there is a next page. */
export function findReportPage(db: Database, scope: ReportScope, { take, after }: TimeKeyPage): Promise<DriftReport[]> {
  return db.driftReport.findMany({
    where: { ...ofScope(scope), ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export function countReports(db: Database, scope: ReportScope): Promise<number> {
  return db.driftReport.count({ where: ofScope(scope) });
}

function ofScope({ projectId, calibrationId, onlyOpen }: ReportScope) {
  return { projectId, calibrationId, ...(onlyOpen ? { hasDrifted: true, dismissedAt: null } : {}) };
}
