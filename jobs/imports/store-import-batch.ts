import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { isRepair } from '@/ingestion/import-codes';
import type { SourceDocument } from '@/ingestion/types';
import { scoreBatch } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import type { ImportBatch } from '@/jobs/imports/import-batch';
import { Superseded } from '@/jobs/imports/import-work';
import type { ImportMapping } from '@/jobs/imports/inspected-file';
import { takeLabels } from '@/jobs/imports/take-labels';
import { enqueue } from '@/jobs/queue';
import { cutBatches } from '@/jobs/scoring/cut-batches';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { type AttemptKey, addToImport, insertImportIssues } from '@/prisma/queries/imports';
import { findFirstOfKeys, insertDocuments, type NewDocument } from '@/prisma/queries/new-documents';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';
import { insertLabels } from '@/prisma/queries/reference-labels';
import { addToRun, openRunForImport } from '@/prisma/queries/scoring-runs';

export interface ImportScope extends AttemptKey {
  readonly projectId: string;
  readonly collectionId: string;
  readonly mapping: ImportMapping | null;
  readonly run: { readonly mappedById: string | null };
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
    const labels = await takeLabels(tx, scope, batch, documents);
    const counted = await addToImport(tx, scope, tallyOf(batch, documents));
    if (!counted) throw new Superseded('A newer attempt has taken the import over.');
    await insertImportIssues(tx, importRunId, batch.issues);

    const fresh = documents.filter(({ duplicateOfId }) => duplicateOfId === null);
    const run = documents.length > 0 ? await openRunForImport(tx, projectId) : null;
    await insertDocuments(tx, scope, documents, run?.createdAt ?? null);
    if (labels) await insertLabels(tx, labels, labels.rows);
    if (run && fresh.length > 0) {
      const batches = cutBatches(fresh, run);
      const jobs = batches.map((documentIds) => ({ projectId, runId: run.id, documentIds }));
      await enqueue(scoreBatch, jobs, { tx });
      await addToRun(tx, { projectId, runId: run.id }, fresh.length);
    }
    await publish(tx, { projectId, topic: 'IMPORT' });
    await andThen?.(tx);
    return counted;
  });
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
  const { line, contentHash, warnings, label, ...fields } = source;
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
