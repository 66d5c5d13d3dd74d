import type { GivenUpMember, ImportEvent, ImportRejected } from '@/ingestion/types';
import { type ImportWork, Superseded } from '@/jobs/imports/import-work';
import { getPool } from '@/prisma/client';
import { noteGivenUp } from '@/prisma/queries/imports';

const PLACEHOLDER: ImportRejected = {
  type: 'rejected',
  issue: { line: 0, code: 'PARSER_CRASHED', message: '', snippet: '' },
  raw: '',
};

/**
 * Files of an archive that killed their reading process are not opened again by the next try, or it would count other
 * records than the one before it: what is known of them lies with the run, and is written before reading goes on.
 */
export class GivenUpMembers {
  private readonly known: GivenUpMember[];

  constructor(private readonly work: ImportWork) {
    this.known = [...work.run.givenUp] as GivenUpMember[];
  }

  /** Of earlier tries. */
  get earlier(): GivenUpMember[] {
    return [...this.known.slice(0, this.work.run.givenUp.length)];
  }

  async add(member: GivenUpMember): Promise<void> {
    this.known.push(member);
    await this.save();
  }

  /**
   * The events of a file with the records that had come of such files filled up, as far as they are stored: whoever skips
   * what is stored counts to the same place. Records that an earlier try had read and not stored went with it, and the
   * file's own rejection stands for them.
   */
  async *fillUp(events: AsyncIterable<ImportEvent>): AsyncGenerator<ImportEvent> {
    let records = 0;
    for await (const event of events) {
      if (event.type === 'rejected' && event.givenUp !== undefined) {
        for (let left = await this.storedOf(event.givenUp, records); left > 0; left -= 1) {
          records += 1;
          yield PLACEHOLDER;
        }
      }
      if (event.type === 'document' || event.type === 'rejected') records += 1;
      yield event;
    }
  }

  /** @param before  Records of the files before it. */
  private async storedOf(member: string, before: number): Promise<number> {
    const { run } = this.work;
    const place = this.known.findIndex((known) => known.member === member);
    const found = this.known[place];
    // One that this try has given up itself has given its records a moment ago.
    if (!found || place >= run.givenUp.length) return 0;
    const records = Math.max(0, Math.min(found.records, run.readCount - before));
    if (records === found.records) return records;
    this.known[place] = { ...found, records };
    await this.save();
    return records;
  }

  private async save(): Promise<void> {
    if (await noteGivenUp(getPool(), this.work, this.known)) return;
    throw new Superseded('A newer attempt has taken the import over.');
  }
}
