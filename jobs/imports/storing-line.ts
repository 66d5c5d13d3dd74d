import type { PoolClient } from 'pg';
import type { ImportBatch } from '@/jobs/imports/import-batch';
import type { ImportWork } from '@/jobs/imports/import-work';
import { IndexUpkeep } from '@/jobs/imports/index-upkeep';
import { storeImportBatch } from '@/jobs/imports/store-import-batch';
import { GivenBack } from '@/jobs/worker/running-job';
import { holdSpareConnection } from '@/prisma/queries/spare-connections';

/** Batches in the database at once: more of them only wait. */
const MOST_IN_LINE = 3;
/** Of all that is in line, in UTF-16 code units of titles and texts: what bounds the process's memory. */
const MOST_CHARS_IN_LINE = 8_000_000;

interface InLine {
  readonly batch: ImportBatch;
  readonly stored: Promise<{ readonly isCancelRequested: boolean }>;
}

/**
 * The batches of one import on their way into the database: their texts, the dear part, go in side by side, each in a
 * transaction of its own; what needs the project's lock, and the commit, one after the other in the order of the file.
 * A batch that is not stored takes all behind it with it.
 */
export class StoringLine {
  private readonly line: InLine[] = [];
  private readonly upkeep: IndexUpkeep;

  constructor(private readonly work: ImportWork) {
    this.upkeep = new IndexUpkeep(work.projectId, work.job.signal);
  }

  /**
   * Lets a batch in as soon as there is room.
   *
   * @throws what a batch before it has failed with; CancelRequested when the person has asked to stop.
   */
  async add(batch: ImportBatch, andThen?: (tx: PoolClient) => Promise<void>): Promise<void> {
    this.requireGoingOn();
    const letGo = await this.makeRoom(batch.chars);
    const before = this.line.at(-1)?.stored;
    const turn = async () => {
      await passed(before);
      this.requireGoingOn();
      letGo();
    };
    const stored = storeImportBatch(this.work, batch, turn, andThen).finally(letGo);
    // Whoever comes next hears of it; until then nobody may be listening.
    stored.catch(() => undefined);
    this.line.push({ batch, stored });
  }

  /** Resolves when all are stored; throws as `add` does. */
  async finish(): Promise<void> {
    while (this.line.length > 0) await this.leave();
    await this.upkeep.end();
  }

  /** Resolves when none is on its way any more, whether or not it was stored. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.line.map(({ stored }) => stored));
    await this.upkeep.end();
  }

  /** Answers with how to let go of what is held for a batch that stands behind others. */
  private async makeRoom(chars: number): Promise<() => void> {
    while (this.line.length > 0) {
      const all = this.line.reduce((sum, one) => sum + one.batch.chars, chars);
      if (this.line.length < MOST_IN_LINE && all <= MOST_CHARS_IN_LINE) {
        // The one in front has its connection, or asked for it first: it never waits for those behind it.
        const letGo = holdSpareConnection();
        if (letGo) return letGo;
      }
      await this.leave();
    }
    return () => undefined;
  }

  private async leave(): Promise<void> {
    const [front] = this.line;
    await passed(front?.stored);
    this.line.shift();
    // A first one is small, and leaves the index as it found it.
    if (front && !front.batch.isFirst) this.upkeep.add(front.batch.chars);
  }

  private requireGoingOn(): void {
    if (this.work.job.signal.aborted) throw new GivenBack('The worker is stopping; the import goes on from here.');
  }
}

/** Resolves when a batch is stored and another may follow it. */
async function passed(stored: InLine['stored'] | undefined): Promise<void> {
  const isCancelRequested = (await stored)?.isCancelRequested;
  if (isCancelRequested) throw new CancelRequested('The import was asked to stop.');
}

/** The person has asked to stop; what was stored until then stays. */
export class CancelRequested extends Error {
  override readonly name = 'CancelRequested';
}
