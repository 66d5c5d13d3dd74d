import { getPool } from '@/prisma/client';
import { holdSpareConnection } from '@/prisma/queries/spare-connections';
import { sortInWaitingWords } from '@/prisma/queries/waiting-words';

/**
 * Of titles and texts, in UTF-16 code units: some 2,300 abstracts, whose words take 8 MB while they wait. Sorted in more at
 * a time they cost less; until then every search reads them.
 */
const CHARS_AT_ONCE = 3_500_000;

/**
 * Sorts the words of a large import into the search index beside it, on a connection of its own. Left to the batches, each
 * of them that finds too many waiting sorts them in itself, and all behind it stand still.
 */
export class IndexUpkeep {
  private waiting = 0;
  private sorting: Promise<void> | null = null;

  constructor(
    private readonly projectId: string,
    private readonly signal: AbortSignal,
  ) {}

  /** @param chars  Of a batch that is stored. */
  add(chars: number): void {
    this.waiting += chars;
    if (this.sorting || this.waiting < CHARS_AT_ONCE) return;
    const letGo = holdSpareConnection();
    if (letGo) this.sorting = this.sortIn().finally(letGo);
  }

  /** For when no batch is on its way any more. Resolves when no word waits, or soon where the worker is to stop. */
  async end(): Promise<void> {
    await this.sorting;
    if (this.waiting > 0 && !this.signal.aborted) await this.sortIn();
  }

  private async sortIn(): Promise<void> {
    this.waiting = 0;
    // Words that go on waiting are found too; whoever stores next, or a vacuum, sorts them in.
    await sortInWaitingWords(getPool(), this.projectId).catch(() => undefined);
    this.sorting = null;
  }
}
