import type { BegunMember, GivenUpMember, ReadOptions } from '@/ingestion/types';

type MemberOptions = Pick<ReadOptions, 'givenUp' | 'fromMember' | 'onMember'>;

/**
 * The files of one archive by their places: told as reading comes to them, so that whoever watches the process knows
 * which of them killed it, and passed over where they have killed one before.
 */
export class ArchiveMembers {
  constructor(
    private readonly options: MemberOptions,
    /** Of the archive itself: '' for the file that was uploaded, '3/' for its entry 3. */
    private readonly prefix = '',
  ) {}

  /** Entry of the outermost archive at which reading goes on; null where it begins. */
  get from(): number | null {
    return this.prefix === '' ? (this.options.fromMember ?? null) : null;
  }

  within(ordinal: number): ArchiveMembers {
    return new ArchiveMembers(this.options, `${this.prefix}${ordinal}/`);
  }

  /** What an earlier reading has died of here. */
  givenUp(ordinal: number): GivenUpMember | null {
    const member = `${this.prefix}${ordinal}`;
    return this.options.givenUp?.find((known) => known.member === member) ?? null;
  }

  /** A file is about to be opened, `isOnly` where the archive can hold no other. */
  async open(ordinal: number, isOnly = false): Promise<void> {
    await this.tell(ordinal, { isOpened: true, isOnly: isOnly && this.prefix === '' });
  }

  /** What follows comes of no file: of one that is not opened, or of the archive's end. */
  async passOver(ordinal: number): Promise<void> {
    await this.tell(ordinal, { isOpened: false, isOnly: false });
  }

  private async tell(ordinal: number, how: Omit<BegunMember, 'member'>): Promise<void> {
    await this.options.onMember?.({ member: `${this.prefix}${ordinal}`, ...how });
  }
}
