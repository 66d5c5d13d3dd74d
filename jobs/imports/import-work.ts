import type { PoolClient } from 'pg';
import { type importFile, type PayloadOf, proposeDuplicates } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import type { ImportMapping } from '@/jobs/imports/inspected-file';
import type { RejectsWriter } from '@/jobs/imports/rejects-writer';
import { enqueue } from '@/jobs/queue';
import { completeRuns } from '@/jobs/scoring/complete-runs';
import type { RunningJob } from '@/jobs/worker/running-job';
import { getPool } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import {
  endImport,
  type ImportAttempt,
  type ImportEnding,
  type ImportFacts,
  noteImportFacts,
} from '@/prisma/queries/imports';

/** An attempt in progress: what it may write, under which token. */
export interface ImportWork {
  readonly job: RunningJob<PayloadOf<typeof importFile>>;
  readonly run: ImportAttempt;
  readonly attempt: string;
  readonly importRunId: string;
  readonly projectId: string;
  readonly collectionId: string;
  /** What its columns become; null: told by their names. */
  readonly mapping: ImportMapping | null;
  readonly rejects: RejectsWriter;
  /** Whose word what comes back of a Winnow export is; null where nothing comes back. */
  readonly restorerId: string | null;
}

export async function noteFacts(work: ImportWork, facts: ImportFacts): Promise<void> {
  if (!(await noteImportFacts(getPool(), work, facts)))
    throw new Superseded('A newer attempt has taken the import over.');
}

/**
 * Ends the run together with its job.
 *
 * @param stored  Records that this attempt knows to be stored, where it ends because there are no others.
 */
export function finishImport(work: ImportWork, ending: ImportEnding, stored?: number): Promise<void> {
  return inBulkTransaction((tx) => finishImportIn(tx, work, ending, stored));
}

export async function finishImportIn(
  tx: PoolClient,
  work: ImportWork,
  ending: ImportEnding,
  stored?: number,
): Promise<void> {
  const readCount = await endImport(tx, work, ending);
  if (readCount === null) throw new Superseded('A newer attempt has taken the import over.');
  if (stored !== undefined) requireAllKept(stored, readCount);
  const { projectId, importRunId } = work;
  await enqueue(proposeDuplicates, { projectId, importRunId, afterDocumentId: null }, { tx });
  await completeRuns(tx, projectId);
  await work.job.completeIn(tx);
  await publish(tx, { projectId: work.projectId, topic: 'IMPORT' });
}

/**
 * Nobody waits for the disk behind a batch (store-import-batch.ts): a database that fell over, and was back before this
 * attempt has asked it for anything, may have lost the last ones. Then another try goes on from what is there.
 */
export function requireAllKept(stored: number, kept: number): void {
  if (stored !== kept) throw new Error(`Of ${stored} records that were stored the database has kept ${kept}.`);
}

/** A newer attempt, of another job, has taken the import over: this one writes nothing more and is done. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}
