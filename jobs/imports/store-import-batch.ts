import type { PoolClient } from 'pg';
import { titleHash } from '@/ingestion/document/dedup-key';
import { IMPORT_CODES, isRepair } from '@/ingestion/import-codes';
import type { ImportCode, SourceDocument } from '@/ingestion/types';
import { scoreBatch } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { requireRoomFor } from '@/jobs/imports/documents-quota';
import type { BatchDocument, ImportBatch } from '@/jobs/imports/import-batch';
import { requireAllKept, Superseded } from '@/jobs/imports/import-work';
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
import { insertDocuments, insertTexts, type NewDocument, type NewText } from '@/prisma/queries/new-documents';
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

/** A batch waits for those before it, and lets go of what it holds if that takes too long: a migration may be waiting for it. */
const EVERY_BATCH = `SET LOCAL idle_in_transaction_session_timeout = '5min';`;

/**
 * Behind a first batch the words that wait for the search index are sorted in beside the import (IndexUpkeep), not by the
 * batch that finds more than the usual 4 MB; unless the index is another role's, which alone may do it.
 */
const WITH_UPKEEP = `
  SELECT set_config('gin_pending_list_limit', '32MB', true)
  FROM pg_class WHERE "oid" = '"DocumentText"'::regclass AND pg_has_role("relowner", 'USAGE');`;

/**
 * Other batches follow, and nobody waits for the disk. A server that falls over may lose what was stored last, in the order
 * in which it was stored; the import then goes on from there (requireAllKept), and whatever people have built on it since
 * has waited for the disk, and for all that came before.
 */
const NOT_THE_LAST = 'SET LOCAL synchronous_commit = off;';

/**
 * Stores a batch, and what follows from it (`andThen`): documents, texts, issues, the run's counters and the jobs that
 * score what is new, all or nothing.
 *
 * Its texts are stored at once, whatever else is being stored; the rest when its turn has come.
 *
 * @param turn  Resolves when the batches before it are stored; what it rejects with takes the batch back.
 * @throws Superseded when a newer attempt has taken the import over, QuotaExceeded when the team may not have so many
 *   documents; then nothing was written.
 */
export function storeImportBatch(
  scope: ImportScope,
  batch: ImportBatch,
  turn: () => Promise<void>,
  andThen?: (tx: PoolClient) => Promise<void>,
): Promise<{ isCancelRequested: boolean }> {
  return inBulkTransaction(async (tx) => {
    await tx.query(`${EVERY_BATCH} ${batch.isFirst ? '' : WITH_UPKEEP} ${andThen ? '' : NOT_THE_LAST}`);
    await insertTexts(tx, scope.projectId, batch.documents.map(toNewText));
    await turn();
    const { isCancelRequested } = await storeInTurn(tx, scope, batch);
    await andThen?.(tx);
    // A run that has ended is not asked to stop any more.
    return { isCancelRequested: isCancelRequested && !andThen };
  });
}

/** What depends on the project as it is, and what others wait for: short, and never two at once. */
async function storeInTurn(tx: PoolClient, scope: ImportScope, batch: ImportBatch) {
  const { projectId, importRunId } = scope;
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
  requireAllKept(batch.recordsBefore, counted.readBefore);
  await insertImportIssues(tx, importRunId, batch.issuesAfter(counted.issuesBefore));
  await addCodeCounts(tx, importRunId, batch.codeCounts);
  await scope.rejects.append(tx, counted.rejectsBytes, batch.rejects);
  await publish(tx, { projectId, topic: 'IMPORT' });
  return counted;
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

function toNewText({ id, document }: BatchDocument): NewText {
  const { title, text, authors, journal, doi, pmid, url, keywords, metadata } = document;
  return { id, title, text, authors, journal, doi, pmid, url, keywords, metadata };
}

/** The first of a group stays, of the project as of the batch; the later ones point to it. */
function linkDuplicates(batch: ImportBatch, groups: readonly Grouping[]): NewDocument[] {
  const firstHere = new Map<string, string>();
  return batch.documents.map(({ id, document, recordNumber }, place) => {
    const { dedupKey, group, firstId } = groups[place] ?? { dedupKey: document.dedupKey, group: document.dedupKey };
    const duplicateOfId = firstId ?? firstHere.get(group) ?? null;
    if (!duplicateOfId) firstHere.set(group, id);
    return toNewDocument(document, { id, recordNumber, dedupKey, duplicateOfId });
  });
}

function toNewDocument(
  { externalId, title, year, language, text }: SourceDocument,
  place: Pick<NewDocument, 'id' | 'recordNumber' | 'dedupKey' | 'duplicateOfId'>,
): NewDocument {
  const hash = titleHash(title);
  const words = { externalId, title, year, language, textLength: text.length };
  return { ...place, ...words, titleHash: hash === null ? null : String(hash) };
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
