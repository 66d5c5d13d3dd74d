import type { Database } from '@/prisma/client';
import type { SampleDesign, SampleStratum } from '@/prisma/generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from '@/prisma/queries/newest-first';

export type NewDesign = Pick<
  SampleDesign,
  | 'projectId'
  | 'kind'
  | 'scope'
  | 'scopeThreshold'
  | 'seed'
  | 'method'
  | 'size'
  | 'populationSize'
  | 'ratersPerDocument'
  | 'createdById'
>;
export type NewStratum = Omit<SampleStratum, 'sampleId'>;

/** A document of a stratum's random order. */
export interface PlacedDocument {
  readonly documentId: string;
  readonly stratum: number;
  /** In the stratum's random order, from 0. */
  readonly place: number;
  /** In the order in which the sample is shown, from 1; 0 in the reserve. */
  readonly position: number;
}

/** Records the design with what was drawn and what a top-up draws next; documents deleted meanwhile are passed over. */
export async function insertSample(
  tx: Database,
  design: NewDesign,
  strata: readonly NewStratum[],
  documents: readonly PlacedDocument[],
): Promise<SampleDesign> {
  const sample = await tx.sampleDesign.create({ data: { ...design, strata: { createMany: { data: [...strata] } } } });
  const chances = strata.length > 0 ? strata.map(chanceOf) : [chanceOf(design)];
  await tx.$executeRaw`
    INSERT INTO "SampledDocument" ("sampleId", "projectId", "documentId", "stratum", "place", "position", "inclusionProbability")
    SELECT ${sample.id}::uuid, ${design.projectId}::uuid, "documentId", "stratum", "place", nullif("position", 0),
           CASE WHEN "position" > 0 THEN (${chances.map(String)}::float8[])["stratum" + 1] END
    FROM unnest(${documents.map(({ documentId }) => documentId)}::uuid[], ${documents.map(({ stratum }) => stratum)}::int[],
                ${documents.map(({ place }) => place)}::int[], ${documents.map(({ position }) => position)}::int[])
      AS "drawn"("documentId", "stratum", "place", "position")
    JOIN "Document" ON "Document"."projectId" = ${design.projectId}::uuid AND "Document"."id" = "drawn"."documentId"
    FOR KEY SHARE OF "Document"`;
  return sample;
}

/** The chance of any one document of a stratum to be among those drawn: its first `size` places of N. */
export function chanceOf({ size, populationSize }: { readonly size: number; readonly populationSize: number }): number {
  return populationSize === 0 ? 0 : size / populationSize;
}

/** Samples in use, or those put away. */
export interface SampleShelf {
  readonly projectId: string;
  readonly isArchived: boolean;
}

export function findSamplePage(
  db: Database,
  shelf: SampleShelf,
  { take, after }: TimeKeyPage,
): Promise<SampleDesign[]> {
  return db.sampleDesign.findMany({
    where: { AND: [onShelf(shelf), newestFirstAfter(after)] },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export function countSamples(db: Database, shelf: SampleShelf): Promise<number> {
  return db.sampleDesign.count({ where: onShelf(shelf) });
}

function onShelf({ projectId, isArchived }: SampleShelf) {
  return { projectId, archivedAt: isArchived ? { not: null } : null };
}

export function findStrata(db: Database, sampleIds: readonly string[]): Promise<SampleStratum[]> {
  return db.sampleStratum.findMany({
    where: { sampleId: { in: [...sampleIds] } },
    orderBy: [{ sampleId: 'asc' }, { ordinal: 'asc' }],
  });
}

/** The newest sample in use of all scored documents that anybody has rated a document of. */
export function findNewestRated(db: Database, projectId: string): Promise<SampleDesign | null> {
  const rated = { kind: 'VALIDATION' as const, isCurrent: true, value: { not: null } };
  return db.sampleDesign.findFirst({
    where: { projectId, archivedAt: null, scope: 'SCORED', ratings: { some: rated } },
    orderBy: NEWEST_FIRST,
  });
}
