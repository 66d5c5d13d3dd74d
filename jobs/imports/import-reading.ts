import type { ImportEvent } from '@/ingestion/types';
import { ImportBatch } from '@/jobs/imports/import-batch';
import { finishImport, finishImportIn, type ImportWork, noteFacts } from '@/jobs/imports/import-work';
import { StoringLine } from '@/jobs/imports/storing-line';
import type { ImportEnding } from '@/prisma/queries/imports';

/** Takes a file's events in order and stores them in batches, from where an earlier attempt has stopped. */
export class ImportReading {
  /** Reading is deterministic: what is skipped is what was stored, with the issues that came before it. */
  private toSkip: number;
  private batch: ImportBatch;
  private readonly line: StoringLine;

  constructor(private readonly work: ImportWork) {
    this.toSkip = work.run.readCount;
    this.batch = new ImportBatch(work.run.readCount, work.mapping?.label);
    this.line = new StoringLine(work);
  }

  /** @throws CancelRequested when the person has asked to stop, and what storing throws (StoringLine). */
  async take(event: ImportEvent): Promise<void> {
    switch (event.type) {
      case 'started':
        this.work.rejects.begin(event);
        this.batch = this.batch.in(event.encoding);
        return noteFacts(this.work, { format: event.format, encoding: event.encoding });
      case 'finished':
        return noteFacts(this.work, { encoding: event.encoding });
      case 'warning':
        if (this.toSkip === 0) this.batch.addWarning(event);
        return;
      case 'document':
      case 'rejected':
        if (this.toSkip > 0) {
          this.toSkip -= 1;
          return;
        }
        this.batch.addRecord(event);
        if (!this.batch.isFull) return;
        await this.line.add(this.batch);
        this.batch = this.batch.next();
    }
  }

  /** Stores what is left and ends the run, in one transaction: a try after it finds nothing half-told. */
  async finish(ending: ImportEnding): Promise<void> {
    if (!this.batch.isEmpty) await this.line.add(this.batch, (tx) => finishImportIn(tx, this.work, ending));
    await this.line.finish();
    if (this.batch.isEmpty) await finishImport(this.work, ending, this.batch.recordsBefore);
  }

  /** Resolves when nothing of it is written any more. */
  settled(): Promise<void> {
    return this.line.settled();
  }
}
