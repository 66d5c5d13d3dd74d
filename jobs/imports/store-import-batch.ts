import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { IMPORT_CODES, isRepair } from '@/ingestion/import-codes';
import type { ImportCode, SourceDocument } from '@/ingestion/types';
import { scoreBatch } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import type { ImportBatch } from '@/jobs/imports/import-batch';
import { Superseded } from '@/jobs/imports/import-work';
import {
  hasReview,
  openRestoredRun,
  type RestoredReviews,
  type ReviewedDocument,
  restoreReviews,
} from '@/jobs/imports/restore-reviews';
import { enqueue } from '@/jobs/queue';
import { cutBatches } from '@/jobs/scoring/cut-batches';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { type AttemptKey, addToImport, insertImportIssues } from '@/prisma/queries/imports';
import { findFirstOfKeys, insertDocuments, type NewDocument } from '@/prisma/queries/new-documents';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';
import { addToRun, type OpenRun, openRunForImport } from '@/prisma/queries/scoring-runs';

export interface ImportScope extends AttemptKey {
  readonly projectId: string;
  readonly collectionId: string;
  /** Whose word it becomes what a Winnow export says of its documents; null where nothing of it comes back. */
  readonly restorerId: string | null;
}

/**
 * Stores a batch, and what follows from it (`andThen`): documents, texts, issues, the run's counters and the jobs that score what is new, all or nothing.
 *
 * @throws Superseded when a newer attempt has taken the import over; then nothing was written.
 */
export function storeImportBatch(
  scope: ImportScope,
  batch: ImportBatch,
  andThen?: (tx: PoolClient) => Promise<void>,
): Promise<{ isCancelRequested: boolean }> {
  const { projectId, importRunId } = scope;
  return inBulkTransaction(async (tx) => {
    await lockProjectDocuments(tx, projectId);
    const keys = batch.documents.map(({ document }) => document.dedupKey);
    const documents = linkDuplicates(batch, await findFirstOfKeys(tx, projectId, keys));
    const restorer = scope.restorerId === null ? null : { ...scope, restorerId: scope.restorerId };
    const reviewed = restorer ? reviewsOf(batch, documents) : [];
    // A run is older than its documents, or its planner would take them too.
    const restoredRun = restorer && (await openRestoredRun(tx, restorer, reviewed));
    const newest = documents.length > 0 ? await openRunForImport(tx, projectId) : null;
    await insertDocuments(tx, scope, documents, newest?.createdAt ?? null);
    const restored = restorer && (await restoreReviews(tx, restorer, reviewed, restoredRun));
    if (newest) {
      const isWaiting = ({ id, duplicateOfId }: NewDocument) => duplicateOfId === null && !restored?.scored.has(id);
      await queueScoring(tx, projectId, newest, documents.filter(isWaiting));
    }
    noteRestoring(batch, restored);
    const counted = await addToImport(tx, scope, { ...tallyOf(batch, documents), restored: reviewed.length });
    if (!counted) throw new Superseded('A newer attempt has taken the import over.');
    await insertImportIssues(tx, importRunId, batch.issues);
    await publish(tx, { projectId, topic: 'IMPORT' });
    await andThen?.(tx);
    return counted;
  });
}

async function queueScoring(tx: PoolClient, projectId: string, run: OpenRun, documents: readonly NewDocument[]) {
  if (documents.length === 0) return;
  const batches = cutBatches(documents, run);
  const jobs = batches.map((documentIds) => ({ projectId, runId: run.id, documentIds }));
  await enqueue(scoreBatch, jobs, { tx });
  await addToRun(tx, { projectId, runId: run.id }, documents.length);
}

/** What a Winnow export says of the documents that it brings; of a repeated one the first counts. */
function reviewsOf(batch: ImportBatch, documents: readonly NewDocument[]): ReviewedDocument[] {
  return batch.documents.flatMap(({ document: { restored: review } }, place) => {
    const stored = documents[place];
    if (!stored || stored.duplicateOfId !== null || !review || !hasReview(review)) return [];
    return [{ documentId: stored.id, review }];
  });
}

/** What of a Winnow export does not come back is told, once a file where it concerns all of it. */
function noteRestoring(batch: ImportBatch, restored: RestoredReviews | null): void {
  const note = (code: ImportCode) => {
    batch.addIssue({ line: 0, code, message: IMPORT_CODES[code].sentence, snippet: '' });
  };
  const isExport = batch.documents.some(({ document }) => document.restored !== null);
  if (batch.isFirst && isExport && !restored) note('REVIEWS_NOT_RESTORED');
  if (batch.isFirst && restored?.isOtherModel) note('REVIEW_SCORES_NOT_RESTORED');
  if (restored && restored.tagsLeftOut > 0) note('REVIEW_TAGS_LEFT_OUT');
}

/** The first with a key stays, of the project as of the batch; the later ones point to it. */
function linkDuplicates(batch: ImportBatch, known: ReadonlyMap<string, string>): NewDocument[] {
  const first = new Map(known);
  return batch.documents.map(({ document, recordNumber }) => {
    const id = uuidv7();
    const duplicateOfId = first.get(document.dedupKey) ?? null;
    if (!duplicateOfId) first.set(document.dedupKey, id);
    return toNewDocument(document, { id, recordNumber, duplicateOfId });
  });
}

function toNewDocument(
  source: SourceDocument,
  place: Pick<NewDocument, 'id' | 'recordNumber' | 'duplicateOfId'>,
): NewDocument {
  const { line, contentHash, warnings, restored, ...fields } = source;
  return { ...fields, ...place, textLength: source.text.length };
}

function tallyOf(batch: ImportBatch, documents: readonly NewDocument[]) {
  const tally = { accepted: 0, repaired: 0, duplicates: 0 };
  batch.documents.forEach(({ document }, index) => {
    if (documents[index]?.duplicateOfId) tally.duplicates += 1;
    else if (document.warnings.some(({ code }) => isRepair(code))) tally.repaired += 1;
    else tally.accepted += 1;
  });
  return { ...tally, read: batch.records, rejected: batch.rejected, issues: batch.issueCount };
}
