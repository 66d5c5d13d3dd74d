import { type ImportSource, IngestionError } from '@/ingestion/types';

const BASE = 8_000_000;
const BLANK_FOR_EACH_FILLED = 100;

/**
 * Bounds what a sheet may cost that says nothing: cells with a format and no value, and the places left of a cell that
 * stands far to the right.
 */
export class CellBudget {
  private blank = 0;
  private filled = 0;

  constructor(private readonly source: ImportSource) {}

  addFilled(): void {
    this.filled += 1;
  }

  /** @throws IngestionError TOO_MANY_EMPTY_CELLS. */
  addBlank(count: number): void {
    this.blank += count;
    if (this.blank <= BASE + BLANK_FOR_EACH_FILLED * this.filled) return;
    throw new IngestionError(
      'TOO_MANY_EMPTY_CELLS',
      `"${this.source.name}" was not read to its end: of its first ${this.blank + this.filled} cells ${this.filled} hold anything.`,
    );
  }
}
