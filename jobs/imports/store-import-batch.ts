import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { titleHash } from '@/ingestion/document/dedup-key';
import { IMPORT_CODES, isRepair } from '@/ingestion/import-codes';
import type { ImportCode, SourceDocument } from '@/ingestion/types';
import { scoreBatch } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { requireRoomFor } from '@/jobs/imports/documents-quota';
import type { ImportBatch } from '@/jobs/imports/import-batch';
import { Superseded } from '@/jobs/imports/import-work';
import type { ImportMapping } from '@/jobs/imports/inspected-file';
import type { RejectsWriter } from '@/jobs/imports/rejects-writer';
import {
  hasReview,
  openRestoredRun,
  type RestoredReviews,
  type ReviewedDocument,
  restoreReviews,
} from '@/jobs/imports/restore-reviews';
import { takeLabels } from '@/jobs/imports/take-labels';
import { enqueue } from '@/jobs/queue';
import { cutBatches } from '@/jobs/scoring/cut-batches';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { findGroups, type Grouping } from '@/prisma/queries/find-groups';
import { type AttemptKey, addCodeCounts, addToImport, holdsImport, insertImportIssues } from '@/prisma/queries/imports';
import { insertDocuments, type NewDocument } from '@/prisma/queries/new-documents';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';
import { insertLabels } from '@/prisma/queries/reference-labels';
import { addToRun, type OpenRun, openRunForImport } from '@/prisma/queries/scoring-runs';

export interface ImportScope extends AttemptKey {
  readonly projectId: string;
  readonly collectionId: string;
  readonly mapping: ImportMapping | null;
  readonly run: { readonly mappedById: string | null };
  readonly rejects: RejectsWriter;
  /** Whose word it becomes what a Winnow export says of its documents; null where nothing of it comes back. */
  readonly restorerId: string | null;
}

/**
 * Stores a batch, and what follows from it (`andThen`): documents, texts, issues, the run's counters and the jobs that score what is new, all or nothing.
 *
 * @throws Superseded when a newer attempt has taken the import over, QuotaExceeded when the team may not have so many
 *   documents; then nothing was written.
 */
export function storeImportBatch(
  scope: ImportScope,
  batch: ImportBatch,
  andThen?: (tx: PoolClient) => Promise<void>,
): Promise<{ isCancelRequested: boolean }> {
  const { projectId, importRunId } = scope;
  return inBulkTransaction(async (tx) => {
    await lockProjectDocuments(tx, projectId);
    if (!(await holdsImport(tx, scope))) throw superseded();
    await requireRoomFor(tx, projectId, batch.documents.length);
    const groups = await findGroups(
      tx,
      projectId,
      batch.documents.map(({ document }) => document),
    );
    const documents = linkDuplicates(batch, groups);
    const labels = await takeLabels(tx, scope, batch, documents);
    const restorer = scope.restorerId === null ? null : { ...scope, restorerId: scope.restorerId };
    const reviewed = restorer ? reviewsOf(batch, documents) : [];
    // A run is older than its documents, or its planner would take them too.
    const restoredRun = restorer && (await openRestoredRun(tx, restorer, reviewed));
    const newest = documents.length > 0 ? await openRunForImport(tx, projectId) : null;
    await insertDocuments(tx, scope, documents, newest?.createdAt ?? null);
    if (labels) await insertLabels(tx, labels, labels.rows);
    const restored = restorer && (await restoreReviews(tx, restorer, reviewed, restoredRun));
    if (newest) {
      const isWaiting = ({ id, duplicateOfId }: NewDocument) => duplicateOfId === null && !restored?.scored.has(id);
      await queueFresh(tx, projectId, newest, documents.filter(isWaiting));
    }
    noteRestoring(batch, restored);
    const counted = await addToImport(tx, scope, { ...tallyOf(batch, documents), restored: reviewed.length });
    if (!counted) throw superseded();
    await insertImportIssues(tx, importRunId, batch.issues);
    await addCodeCounts(tx, importRunId, batch.codeCounts);
    await scope.rejects.append(tx, counted.rejectsBytes, batch.rejects);
    await publish(tx, { projectId, topic: 'IMPORT' });
    await andThen?.(tx);
    return counted;
  });
}

function superseded(): Superseded {
  return new Superseded('A newer attempt has taken the import over.');
}

/** New documents, in batches by their length (queue-scoring.ts is for a few that were there before). */
async function queueFresh(tx: PoolClient, projectId: string, run: OpenRun, documents: readonly NewDocument[]) {
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

/** The first of a group stays, of the project as of the batch; the later ones point to it. */
function linkDuplicates(batch: ImportBatch, groups: readonly Grouping[]): NewDocument[] {
  const firstHere = new Map<string, string>();
  return batch.documents.map(({ document, recordNumber }, index) => {
    const id = uuidv7();
    const { dedupKey, group, firstId } = groups[index] ?? { dedupKey: document.dedupKey, group: document.dedupKey };
    const duplicateOfId = firstId ?? firstHere.get(group) ?? null;
    if (!duplicateOfId) firstHere.set(group, id);
    return toNewDocument(document, { id, recordNumber, dedupKey, duplicateOfId });
  });
}

function toNewDocument(
  source: SourceDocument,
  place: Pick<NewDocument, 'id' | 'recordNumber' | 'dedupKey' | 'duplicateOfId'>,
): NewDocument {
  const { line, contentHash, warnings, label, restored, ...fields } = source;
  const hash = titleHash(source.title);
  return { ...fields, ...place, titleHash: hash === null ? null : String(hash), textLength: source.text.length };
}

function tallyOf(batch: ImportBatch, documents: readonly NewDocument[]) {
  const tally = { accepted: 0, repaired: 0, duplicates: 0 };
  batch.documents.forEach(({ document }, index) => {
    if (documents[index]?.duplicateOfId) tally.duplicates += 1;
    else if (document.warnings.some(({ code }) => isRepair(code))) tally.repaired += 1;
    else tally.accepted += 1;
  });
  const { records: read, issueCount: issues, bytesRead } = batch;
  return { ...tally, read, rejected: batch.rejects.length, issues, bytesRead };
}
