import type { ClientBase } from 'pg';
import type { Database } from '../client';
import type { DuplicateProposal } from '../generated/client';
import type { TimeKeyPage } from './newest-first';

/** Documents of an import that are first and have a title that says something, by id. */
export async function findTitledPage(
  tx: ClientBase,
  { projectId, importRunId }: { projectId: string; importRunId: string },
  page: { afterId: string | null; take: number },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT "id" FROM "Document"
     WHERE "projectId" = $1 AND "importRunId" = $2 AND "duplicateOfId" IS NULL
       AND ($3::uuid IS NULL OR "id" > $3::uuid) AND "titleHash" IS NOT NULL
     ORDER BY "id" LIMIT $4`,
    [projectId, importRunId, page.afterId, page.take],
  );
  return rows.map(({ id }) => id);
}

export interface Candidate {
  readonly id: string;
  readonly title: string;
  readonly year: number | null;
  readonly doi: string | null;
  readonly authors: readonly string[];
}

export interface CandidatePair {
  readonly first: Candidate;
  readonly second: Candidate;
}

/** Each of the documents with the `most` nearest before it that have its title's hash. */
export async function findCandidatePairs(
  tx: ClientBase,
  projectId: string,
  documentIds: readonly string[],
  most: number,
): Promise<CandidatePair[]> {
  const { rows } = await tx.query<CandidatePair>(
    `SELECT ${candidate('own', 'own_text')} AS "first", ${candidate('other', 'other_text')} AS "second"
     FROM "Document" own
     CROSS JOIN LATERAL (
       SELECT * FROM "Document" same
       WHERE same."projectId" = $1 AND same."titleHash" = own."titleHash" AND same."duplicateOfId" IS NULL
         AND same."id" < own."id"
       ORDER BY same."id" DESC LIMIT $3
     ) AS other
     JOIN "DocumentText" own_text ON own_text."projectId" = $1 AND own_text."documentId" = own."id"
     JOIN "DocumentText" other_text ON other_text."projectId" = $1 AND other_text."documentId" = other."id"
     WHERE own."projectId" = $1 AND own."id" = ANY ($2::uuid[]) AND own."duplicateOfId" IS NULL`,
    [projectId, documentIds, most],
  );
  return rows;
}

function candidate(document: string, text: string): string {
  return `jsonb_build_object('id', ${document}."id", 'title', ${document}."title", 'year', ${document}."year",
    'doi', ${text}."doi", 'authors', ${text}."authors")`;
}

export type NewProposal = Pick<
  DuplicateProposal,
  'firstId' | 'secondId' | 'yearDifference' | 'sharedAuthors' | 'authorShare'
>;

/** What was proposed before, and decided, stays as it is. @returns How many are new. */
export async function insertProposals(
  tx: ClientBase,
  projectId: string,
  proposals: readonly NewProposal[],
): Promise<number> {
  if (proposals.length === 0) return 0;
  const { rowCount } = await tx.query(
    `INSERT INTO "DuplicateProposal"
       ("id", "projectId", "firstId", "secondId", "yearDifference", "sharedAuthors", "authorShare")
     SELECT gen_random_uuid(), $1, "firstId", "secondId", "yearDifference", "sharedAuthors", "authorShare"
     FROM jsonb_to_recordset($2::jsonb) AS given
       ("firstId" uuid, "secondId" uuid, "yearDifference" int, "sharedAuthors" text[], "authorShare" float8)
     ON CONFLICT ("projectId", "firstId", "secondId") DO NOTHING`,
    [projectId, JSON.stringify(proposals)],
  );
  return rowCount ?? 0;
}

/** Open ones, oldest first, of documents that still stand apart. One more than asked tells whether there are more. */
export function findOpenProposals(
  db: Database,
  projectId: string,
  { take, after }: TimeKeyPage,
): Promise<DuplicateProposal[]> {
  return db.duplicateProposal.findMany({
    where: { ...standing(projectId), ...(after ? olderFirstAfter(after) : {}) },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: take + 1,
  });
}

export function countOpenProposals(db: Database, projectId: string): Promise<number> {
  return db.duplicateProposal.count({ where: standing(projectId) });
}

function standing(projectId: string) {
  return {
    projectId,
    status: 'OPEN' as const,
    first: { duplicateOfId: null },
    second: { duplicateOfId: null },
  };
}

function olderFirstAfter({ createdAt, id }: NonNullable<TimeKeyPage['after']>) {
  return { OR: [{ createdAt: { gt: createdAt } }, { createdAt, id: { gt: id } }] };
}

/** A pair that a person has split is never proposed again. */
export async function dismissPair(
  db: Database,
  pair: { projectId: string; documentId: string; otherId: string; decidedById: string },
): Promise<void> {
  const { projectId, documentId, otherId, decidedById } = pair;
  const [firstId = '', secondId = ''] = [documentId, otherId].sort();
  const decided = { status: 'DISMISSED' as const, decidedById, decidedAt: new Date() };
  await db.duplicateProposal.upsert({
    where: { projectId_firstId_secondId: { projectId, firstId, secondId } },
    create: { projectId, firstId, secondId, sharedAuthors: [], authorShare: 0, ...decided },
    update: decided,
    select: { id: true },
  });
}
