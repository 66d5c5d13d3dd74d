import type { ImportEvent } from '@/ingestion/types';
import { ImportBatch } from '@/jobs/imports/import-batch';
import { finishImport, finishImportIn, type ImportWork, noteFacts } from '@/jobs/imports/import-work';
import { storeImportBatch } from '@/jobs/imports/store-import-batch';
import { GivenBack } from '@/jobs/worker/running-job';
import type { ImportEnding } from '@/prisma/queries/imports';

/** Takes a file's events in order and stores them in batches, from where an earlier attempt has stopped. */
export class ImportReading {
  /** Reading is deterministic: what is skipped is what was stored, with the issues that came before it. */
  private toSkip: number;
  private batch: ImportBatch;

  constructor(private readonly work: ImportWork) {
    this.toSkip = work.run.readCount;
    const before = { records: work.run.readCount, issues: work.run.issueCount };
    this.batch = new ImportBatch(before, work.mapping?.label);
  }

  /** True when the person has asked to stop; the import has ended then. */
  async take(event: ImportEvent): Promise<boolean> {
    switch (event.type) {
      case 'started':
        this.work.rejects.begin(event);
        this.batch = this.batch.in(event.encoding);
        await noteFacts(this.work, { format: event.format, encoding: event.encoding });
        return false;
      case 'finished':
        await noteFacts(this.work, { encoding: event.encoding });
        return false;
      case 'warning':
        if (this.toSkip === 0) this.batch.addWarning(event);
        return false;
      case 'document':
      case 'rejected':
        if (this.toSkip > 0) {
          this.toSkip -= 1;
          return false;
        }
        this.batch.addRecord(event);
        return this.batch.isFull && this.store();
    }
  }

  /** Stores what is left and ends the run, in one transaction: a try after it finds nothing half-told. */
  async finish(ending: ImportEnding): Promise<void> {
    if (this.batch.isEmpty) return finishImport(this.work, ending);
    await storeImportBatch(this.work, this.batch, (tx) => finishImportIn(tx, this.work, ending));
  }

  private async store(): Promise<boolean> {
    const { isCancelRequested } = await storeImportBatch(this.work, this.batch);
    this.batch = this.batch.next();
    if (isCancelRequested) await finishImport(this.work, { status: 'CANCELLED' });
    else if (this.work.job.signal.aborted) throw new GivenBack('The worker is stopping; the import goes on from here.');
    return isCancelRequested;
  }
}
