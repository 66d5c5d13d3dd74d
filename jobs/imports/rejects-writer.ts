import type { ClientBase } from 'pg';
import { type ImportRejected, type ImportStarted, REJECT_RAW_LENGTH } from '@/ingestion/types';
import { neutralise } from '@/ingestion/winnow/spreadsheet-cells';
import type { FileStore } from '@/jobs/file-store';
import { rejectsKey, rejectsShapeOf } from '@/jobs/rejects-file';
import { noteRejects } from '@/prisma/queries/imports';

/** More than anyone mends by hand; what lies beyond is counted and not kept, so that no file can fill the disk. */
export const MOST_REJECTS_BYTES = 64 * 1024 * 1024;

const COLUMNS = ['file', 'line', 'code', 'message', 'record'];

/**
 * Keeps the rejected records of an import, in the format of its file, for whoever wants to mend them.
 *
 * The run's row says how much of the file counts. It is written at that length within the transaction that counts the
 * records and that holds the row: what a killed attempt has left behind is written over, and an attempt that was taken
 * over never gets here.
 */
export class RejectsWriter {
  private started: ImportStarted | null = null;

  constructor(
    private readonly files: FileStore,
    private readonly importRunId: string,
    private readonly mostBytes = MOST_REJECTS_BYTES,
  ) {}

  begin(started: ImportStarted): void {
    this.started = started;
  }

  /** @param length  Of the file, as far as it counts. */
  async append(tx: ClientBase, length: number, rejected: readonly ImportRejected[]): Promise<void> {
    if (rejected.length === 0) return;
    const { separator } = this.shape;
    const parts = [Buffer.from(length === 0 ? this.head : '')];
    let [bytes, records, cut] = [length + (parts[0]?.length ?? 0), 0, 0];
    for (const event of rejected) {
      const record = Buffer.from(this.recordOf(event) + separator);
      if (bytes + record.length > this.mostBytes) continue;
      parts.push(record);
      bytes += record.length;
      records += 1;
      // A cut that fell into a pair of surrogates is one shorter (ingestion/source/snippet.ts).
      if (event.raw.length >= REJECT_RAW_LENGTH - 1) cut += 1;
    }
    if (records === 0) return;
    await this.files.append(rejectsKey(this.importRunId), length, Buffer.concat(parts));
    await noteRejects(tx, this.importRunId, { bytes, records, cut });
  }

  private get shape() {
    return rejectsShapeOf(this.started?.format ?? null);
  }

  /** A table begins with its header, as its columns were read. */
  private get head(): string {
    const { head, separator, isRaw } = this.shape;
    if (!isRaw) return COLUMNS.join(',') + separator;
    const { columns, delimiter } = this.started ?? {};
    return columns && delimiter ? columns.map((name) => quoted(name, delimiter)).join(delimiter) + separator : head;
  }

  private recordOf({ issue, raw }: ImportRejected): string {
    if (this.shape.isRaw) return raw;
    const cells = [issue.file ?? '', issue.line > 0 ? String(issue.line) : '', issue.code, issue.message, raw];
    // This table is ours, for people to open: no cell of it is taken for a formula.
    return cells.map((cell) => quoted(neutralise(cell), ',')).join(',');
  }
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
