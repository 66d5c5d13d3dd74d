import type { ExportRecord, ExportTable } from '@/jobs/exports/export-table';

export interface WriterOptions {
  readonly isNeutralised: boolean;
  readonly hasByteOrderMark: boolean;
  /** Told each time a text had to be cut for the format. */
  readonly onCut: () => void;
}

/** Turns records into the bytes of a file, a batch at a time; what it holds does not grow with their number. */
export type ExportWriter = (
  table: ExportTable,
  batches: AsyncIterable<readonly ExportRecord[]>,
  options: WriterOptions,
) => AsyncIterable<Uint8Array>;

/** An export that cannot be made as it was asked for: told to the person, and no other try helps. */
export class ExportRefused extends Error {
  override readonly name = 'ExportRefused';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
