import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { RestoredReview, RestoredScore } from '@/ingestion/winnow/restored-review';
import { holdScoreMap } from '@/prisma/queries/recalibrations';
import {
  type NamedModel,
  openImportedRun,
  type RestoreScope,
  restoreDecisions,
  restoreNotes,
  restoreOverrides,
  restoreScores,
  restoreTags,
} from '@/prisma/queries/restored-reviews';

/** As of a tag that a person makes (graphql/tags/change-tags.ts). */
const MOST_TAGS = 200;

export interface ReviewedDocument {
  readonly documentId: string;
  readonly review: RestoredReview;
}

/** Where scores of a batch come back into, opened before its documents: the run is older than they are. */
export interface RestoredRun {
  readonly id: string;
  readonly contentHash: string;
}

/** The run for the model that the first scored document names; null where no score may come back. */
export async function openRestoredRun(
  tx: PoolClient,
  scope: RestoreScope,
  documents: readonly ReviewedDocument[],
): Promise<RestoredRun | null> {
  const first = documents.find(({ review }) => review.score !== null)?.review.score;
  if (!first) return null;
  const model = namedModel(first);
  const id = await openImportedRun(tx, scope, model);
  return id === null ? null : { id, contentHash: model.contentHash };
}

export interface RestoredReviews {
  /** Documents that have their score. */
  readonly scored: ReadonlySet<string>;
  /** Scores are there that may not come back: of another model than the project's. */
  readonly isOtherModel: boolean;
  readonly tagsLeftOut: number;
}

/** Puts back what the file says of documents that are stored; tells what could not be put back. */
export async function restoreReviews(
  tx: PoolClient,
  scope: RestoreScope & { readonly attempt: string },
  documents: readonly ReviewedDocument[],
  run: RestoredRun | null,
): Promise<RestoredReviews> {
  const scores = documents.flatMap(({ documentId, review: { score } }) =>
    score !== null && run !== null && namedModel(score).contentHash === run.contentHash
      ? [{ documentId, ...score }]
      : [],
  );
  // What another project's recalibration made of a score lies on no scale of this one's.
  const isRecalibrated = run !== null && (await holdScoreMap(tx, scope.projectId)) !== null;
  const onThisScale = isRecalibrated ? scores.map((score) => ({ ...score, calibrated: null })) : scores;
  if (run) await restoreScores(tx, scope, run.id, scope.attempt, onThisScale);
  const overrides = documents.flatMap(({ documentId, review }) =>
    review.override ? [{ documentId, ...review.override }] : [],
  );
  await restoreOverrides(tx, scope, overrides);
  const decisions = documents.flatMap(({ documentId, review }) =>
    review.decision ? [{ documentId, ...review.decision }] : [],
  );
  await restoreDecisions(tx, scope, decisions);
  const notes = documents.flatMap(({ documentId, review }) => (review.note ? [{ documentId, text: review.note }] : []));
  await restoreNotes(tx, scope, notes);
  const tags = documents.flatMap(({ documentId, review }) => review.tags.map((name) => ({ documentId, name })));
  const tagsLeftOut = await restoreTags(tx, scope, tags, MOST_TAGS);
  const isOtherModel = scores.length < documents.filter(({ review }) => review.score !== null).length;
  return { scored: new Set(scores.map(({ documentId }) => documentId)), isOtherModel, tagsLeftOut };
}

export function hasReview({ score, override, decision, tags, note }: RestoredReview): boolean {
  return score !== null || override !== null || decision !== null || tags.length > 0 || note !== null;
}

function namedModel({ model, modelRevision, precision }: RestoredScore): NamedModel {
  const hash = createHash('sha256')
    .update(JSON.stringify([model, modelRevision]))
    .digest('hex');
  return { name: model, revision: modelRevision, precision, contentHash: `named:${hash}:${precision}` };
}
