import type { ClientBase } from 'pg';
import type { ImportBatch } from '@/jobs/imports/import-batch';
import type { ImportScope } from '@/jobs/imports/store-import-batch';
import type { NewDocument } from '@/prisma/queries/new-documents';
import { findLabelsOf, type NewLabel, openLabelSource } from '@/prisma/queries/reference-labels';

export interface TakenLabels {
  readonly projectId: string;
  readonly sourceId: string;
  readonly rows: readonly NewLabel[];
}

/**
 * The labels of a batch, each for the first document of its group of duplicates: the first word on a document stays, and
 * another that says otherwise becomes an issue of the batch. Null where there is nothing to store. Call it under
 * lockProjectDocuments, before the batch is counted.
 */
export async function takeLabels(
  tx: ClientBase,
  { projectId, importRunId, mapping, run }: ImportScope,
  batch: ImportBatch,
  documents: readonly NewDocument[],
): Promise<TakenLabels | null> {
  const label = mapping?.label;
  const labelled = batch.documents.flatMap((record, index) => {
    const stored = documents[index];
    return record.label && stored ? [{ record, label: record.label, id: stored.duplicateOfId ?? stored.id }] : [];
  });
  if (!label || labelled.length === 0) return null;
  const source = { projectId, importRunId, ...label, createdById: run.mappedById };
  const sourceId = await openLabelSource(tx, source);
  const known = await findLabelsOf(tx, { projectId, sourceId }, [...new Set(labelled.map(({ id }) => id))]);
  const rows: NewLabel[] = [];
  for (const { record, label: given, id } of labelled) {
    const kept = known.get(id);
    if (kept === undefined) {
      known.set(id, given.value);
      rows.push({ documentId: id, ...given });
    } else if (kept !== given.value) batch.addLabelConflict(record, kept);
  }
  return { projectId, sourceId, rows };
}
