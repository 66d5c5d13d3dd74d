import type { ClientBase, Pool } from 'pg';
import type { Database } from '../client';
import type { SentenceLimit, SentenceScoresState } from '../generated/enums';

/** One document's sentences by one model. */
export interface SentencesKey {
  readonly projectId: string;
  readonly documentId: string;
  readonly modelRevisionId: string;
}

const CURRENT_HASH = `(
  SELECT encode(sha256(convert_to(body."text", 'UTF8')), 'hex') FROM "DocumentText" body
  WHERE body."projectId" = kept."projectId" AND body."documentId" = kept."documentId")`;

/**
 * Marks the sentences as waited for, unless they are already, or are there for this text and as much of it as the
 * document's score has read now. Answers whether there is something to compute.
 */
export async function markRequested(tx: Database, key: SentencesKey, tokensRead: number | null): Promise<boolean> {
  const rows = await tx.$queryRawUnsafe<unknown[]>(
    `INSERT INTO "SentenceScores" AS kept
       ("projectId", "documentId", "modelRevisionId", "tokensRead", "boundaries", "scores")
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::int, '{}', '{}')
     ON CONFLICT ("projectId", "documentId", "modelRevisionId") DO UPDATE
     SET "state" = 'RUNNING', "failureCode" = NULL, "textHash" = '', "tokensRead" = EXCLUDED."tokensRead",
       "boundaries" = '{}', "scores" = '{}', "limit" = NULL, "requestedAt" = now(), "finishedAt" = NULL
     WHERE kept."state" = 'FAILED'
       OR kept."state" = 'READY'
         AND (kept."tokensRead" IS DISTINCT FROM EXCLUDED."tokensRead" OR kept."textHash" IS DISTINCT FROM ${CURRENT_HASH})
     RETURNING 1 AS "changed"`,
    key.projectId,
    key.documentId,
    key.modelRevisionId,
    tokensRead,
  );
  return rows.length > 0;
}

/** Documents of the project whose sentences are waited for. */
export function countRequested(db: Database, projectId: string): Promise<number> {
  return db.sentenceScores.count({ where: { projectId, state: 'RUNNING' } });
}

export interface RequestedText {
  readonly title: string | null;
  readonly text: string;
  readonly tokensRead: number | null;
}

/** What to score; null when nobody waits for it any more or the document is gone. */
export async function findRequestedText(db: Pool, key: SentencesKey): Promise<RequestedText | null> {
  const { rows } = await db.query<RequestedText>(
    `SELECT document."title", body."text", kept."tokensRead"
     FROM "SentenceScores" kept
     JOIN "Document" document ON document."projectId" = kept."projectId" AND document."id" = kept."documentId"
     JOIN "DocumentText" body ON body."projectId" = kept."projectId" AND body."documentId" = kept."documentId"
     WHERE kept."projectId" = $1 AND kept."documentId" = $2 AND kept."modelRevisionId" = $3 AND kept."state" = 'RUNNING'`,
    [key.projectId, key.documentId, key.modelRevisionId],
  );
  return rows[0] ?? null;
}

export interface SentencesOutcome {
  readonly failureCode: string | null;
  readonly textHash: string;
  readonly boundaries: readonly number[];
  readonly scores: readonly number[];
  readonly limit: SentenceLimit | null;
}

/** Ends the waiting, READY or, with a code, FAILED; what nobody waits for is left as it is. */
export async function finishSentences(tx: ClientBase, key: SentencesKey, outcome: SentencesOutcome): Promise<void> {
  await tx.query(
    `UPDATE "SentenceScores"
     SET "state" = CASE WHEN $4::text IS NULL THEN 'READY' ELSE 'FAILED' END::"SentenceScoresState",
       "failureCode" = $4, "textHash" = $5, "boundaries" = $6, "scores" = $7, "limit" = $8, "finishedAt" = now()
     WHERE "projectId" = $1 AND "documentId" = $2 AND "modelRevisionId" = $3 AND "state" = 'RUNNING'`,
    [
      key.projectId,
      key.documentId,
      key.modelRevisionId,
      outcome.failureCode,
      outcome.textHash,
      outcome.boundaries,
      outcome.scores,
      outcome.limit,
    ],
  );
}

export interface KeptSentences {
  readonly documentId: string;
  readonly modelRevisionId: string;
  readonly state: SentenceScoresState;
  readonly failureCode: string | null;
  readonly tokensRead: number | null;
  readonly boundaries: readonly number[];
  readonly scores: readonly number[];
  readonly limit: SentenceLimit | null;
}

/** What is kept of these documents by any model, without scores of a text that is no longer the document's. */
export async function findSentences(
  db: Pool,
  projectId: string,
  documentIds: readonly string[],
): Promise<KeptSentences[]> {
  const { rows } = await db.query<KeptSentences>(
    `SELECT "documentId", "modelRevisionId", "state", "failureCode", "tokensRead", "boundaries", "scores", "limit"
     FROM "SentenceScores" kept
     WHERE "projectId" = $1 AND "documentId" = ANY ($2::uuid[]) AND ("state" <> 'READY' OR "textHash" = ${CURRENT_HASH})`,
    [projectId, documentIds],
  );
  return rows;
}
